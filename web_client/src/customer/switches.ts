/** Microphone and camera as the customer switched them, in this meeting also after a reload. */

import type { Studio } from "../call/studio";
import { keep, recall } from "./kept";

interface Switched {
  isMuted: boolean;
  isDark: boolean;
}

export function makeSwitches(now: Switched, studio: Pick<Studio, "mute" | "darken">) {
  let meeting = "";

  function mute(isMuted: boolean): void {
    now.isMuted = isMuted;
    studio.mute(isMuted);
    keep("muted", isMuted ? meeting : "");
  }

  function darken(isDark: boolean): void {
    now.isDark = isDark;
    studio.darken(isDark);
    keep("dark", isDark ? meeting : "");
  }

  /** Called when it is known which meeting this is. */
  function restore(sessionId: string): void {
    meeting = sessionId;
    mute(recall("muted") === sessionId);
    darken(recall("dark") === sessionId);
  }

  return { mute, darken, restore };
}
