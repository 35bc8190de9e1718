import "vant/es/style/base.css";
import { createApp } from "vue";
import { guestText } from "../text/guest";
import { installText } from "../text/install";
import "../theme.css";
import App from "./App.vue";
import "../customer/page.css";

const app = createApp(App);
installText(app, guestText);
app.mount("#app");
