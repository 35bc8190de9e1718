import { createApp } from "vue";
import { deskText } from "../text/desk";
import { installText } from "../text/install";
import "./elements";
import "../theme.css";
import "./desk.css";
import App from "./App.vue";

const app = createApp(App);
installText(app, deskText);
app.mount("#app");
