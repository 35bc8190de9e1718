import type { App } from "vue";
import { watch } from "vue";
import { createI18n } from "vue-i18n";
import { keepLanguage, readLanguage, type Language } from "./language";
import { shared } from "./shared";

type Tree = { [key: string]: string | Tree };

/** Gives `app` the sentences of its page beside the shared ones, in the reader's language. */
export function installText(app: App, page: Record<Language, Tree>): void {
  const i18n = createI18n({
    legacy: false,
    locale: readLanguage(),
    fallbackLocale: "zh-CN",
    messages: {
      "zh-CN": { ...shared["zh-CN"], ...page["zh-CN"] },
      en: { ...shared.en, ...page.en },
    },
  });
  watch(
    i18n.global.locale,
    (language) => {
      document.documentElement.lang = language;
      keepLanguage(language);
    },
    { immediate: true },
  );
  app.use(i18n);
}
