/** Words for codes that the server may have learnt since this page was made. */

import { useI18n } from "vue-i18n";

/** Returns the sentence at `path`, else `fallback`. */
export function useWording(): (path: string, fallback: string) => string {
  const i18n = useI18n();
  return (path, fallback) => (i18n.te(path) ? i18n.t(path) : fallback);
}
