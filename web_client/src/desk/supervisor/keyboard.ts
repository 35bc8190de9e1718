/** The key of a call that one is in. */

import { onScopeDispose } from "vue";
import { isTaken } from "../key-press";
import type { Floor } from "./floor";

/** M mutes and unmutes a voice that somebody may hear; nothing else is to happen by accident. */
export function useWatchKeys({ now, isSpeaking, mute }: Floor): void {
  function onKey(press: KeyboardEvent): void {
    if (press.repeat || press.key.toLowerCase() !== "m" || isTaken(press)) return;
    if (!isSpeaking.value) return;
    press.preventDefault();
    mute(!now.isMuted);
  }

  addEventListener("keydown", onKey);
  onScopeDispose(() => {
    removeEventListener("keydown", onKey);
  });
}
