/** The keyboard of the desk, wired to what it does. */

import { onScopeDispose } from "vue";
import { canShareScreen } from "../../call/screen-share";
import type { Desk } from "./desk";
import { pickAction, type KeyAction } from "./keys";
import { isScreenTaken } from "./stage";

/** What the keys open that is no matter of the desk's. */
export interface Openings {
  readonly toggleHelp: () => void;
  readonly openGuest: () => void;
  readonly goToDocument: () => void;
  readonly goOn: () => void; // with the script
  readonly hearYes: () => void;
}

export function useDeskKeys(desk: Desk, openings: Openings): void {
  const { screen, offer, view, now } = desk;
  const actions: Readonly<Record<KeyAction, () => void>> = {
    accept: () => void desk.accept(offer.value?.offer_id ?? ""),
    decline: () => void desk.decline(offer.value?.offer_id ?? ""),
    mute: () => {
      desk.mute(!now.isMuted);
    },
    camera: () => {
      desk.darken(!now.isDark);
    },
    share: () => {
      if (now.isSharing) void desk.hideScreen();
      else if (canShareScreen() && view.value !== null && !isScreenTaken(view.value)) {
        void desk.shareScreen();
      }
    },
    guest: openings.openGuest,
    document: openings.goToDocument,
    goOn: openings.goOn,
    yes: openings.hearYes,
    help: openings.toggleHelp,
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
