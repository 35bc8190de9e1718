import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:8080";
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * vue-i18n looks a name up in all of Vue, for versions of it that are not ours: with the whole of it
 * in each page, a phone would load a tenth more.
 */
const vueOfI18n: Plugin = {
  name: "vue-of-i18n",
  transform(code, id) {
    if (!/vue-i18n[\w.]*\.mjs$/.test(id)) return null;
    const all = "import * as Vue from 'vue';";
    if (!code.includes(all)) throw new Error("vue-i18n has changed: is this plugin still needed?");
    return code.replace(
      all,
      "import { getCurrentInstance as getInstance } from 'vue'; const Vue = { getCurrentInstance: getInstance };",
    );
  },
};

export default defineConfig({
  plugins: [vue(), vueOfI18n],
  define: {
    // What Vue and vue-i18n carry and no page of ours uses, nor Vant's and Element Plus's parts of it.
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: false,
  },
  build: {
    outDir: file("../signaling/static"),
    emptyOutDir: true,
    // Old phones' webviews: the oldest engines with everything that a call needs.
    target: ["chrome87", "safari14.1", "firefox90"],
    // The pages' policy lets nothing inline in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { join: file("join.html"), guest: file("guest.html"), desk: file("desk.html") },
    },
  },
  server: {
    proxy: {
      "/api": server,
      "/healthz": server,
      "/ws": { target: server.replace("http", "ws"), ws: true },
    },
  },
  test: { include: ["test/**/*.test.ts"], environment: "happy-dom" },
});
