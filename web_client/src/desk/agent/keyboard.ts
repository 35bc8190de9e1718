/** The keyboard of the desk, wired to what it does. */

import { onScopeDispose } from "vue";
import type { Desk } from "./desk";
import { pickAction, type KeyAction } from "./keys";

export function useDeskKeys(desk: Desk, toggleHelp: () => void): void {
  const { screen, offer, now } = desk;
  const actions: Readonly<Record<KeyAction, () => void>> = {
    accept: () => void desk.accept(offer.value?.offer_id ?? ""),
    decline: () => void desk.decline(offer.value?.offer_id ?? ""),
    mute: () => {
      desk.mute(!now.isMuted);
    },
    camera: () => {
      desk.darken(!now.isDark);
    },
    help: toggleHelp,
  };

  function onKey(press: KeyboardEvent): void {
    const action = screen.value === null ? null : pickAction(screen.value, press);
    if (action === null) return;
    press.preventDefault();
    actions[action]();
  }

  addEventListener("keydown", onKey);
  onScopeDispose(() => {
    removeEventListener("keydown", onKey);
  });
}
