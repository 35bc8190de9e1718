/** While it rings: the tone, the tab's title, and a notification when the page is not in front. */

import { onScopeDispose, watch } from "vue";
import { useI18n } from "vue-i18n";
import type { Desk } from "./desk";
import { pickTitle } from "./ring";
import { notify, startRinging } from "./ringer";

const BEAT_MS = 900;

export function useRingAttention(desk: Desk): void {
  const { t } = useI18n();
  let quieten: () => void = () => undefined;

  function begin(): void {
    const offer = desk.offer.value;
    if (offer === null) return;
    const page = document.title;
    const flash = t("ring.flash", { name: offer.customer.name });
    const stopTone = startRinging();
    const takeBack = notify(flash, offer.business);
    let beat = 0;
    document.title = pickTitle(page, flash, beat);
    const timer = setInterval(() => {
      beat += 1;
      document.title = pickTitle(page, flash, beat);
    }, BEAT_MS);
    quieten = () => {
      stopTone();
      takeBack();
      clearInterval(timer);
      document.title = page;
      quieten = () => undefined;
    };
  }

  watch(
    () => (desk.screen.value === "ring" ? desk.offer.value?.offer_id : undefined),
    () => {
      quieten();
      begin();
    },
  );
  watch(desk.screen, (screen) => {
    if (screen !== "ring") quieten();
  });
  onScopeDispose(() => {
    quieten();
  });
}
