import { createApp } from "vue";
import { deskText } from "../text/desk";
import { installText } from "../text/install";
import "../theme.css";
import App from "./App.vue";

const app = createApp(App);
installText(app, deskText);
app.mount("#app");
