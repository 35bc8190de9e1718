import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { Wording } from "../wire/messages";

/** Returns a function that picks the reader's language of a text that the server has in both. */
export function useBothLanguages(): ComputedRef<(wording: Wording) => string> {
  const { locale } = useI18n();
  return computed(() => (locale.value === "en" ? ({ en }) => en : ({ zh }) => zh));
}
