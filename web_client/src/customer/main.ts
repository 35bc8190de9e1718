import "vant/es/style/base.css";
import { createApp } from "vue";
import { customerText } from "../text/customer";
import { installText } from "../text/install";
import "../theme.css";
import App from "./App.vue";
import "./page.css";

const app = createApp(App);
installText(app, customerText);
app.mount("#app");
