/** One's own side of a call, wired once for every page that is in one. */

import { shallowRef } from "vue";
import type { SendMediaOffer } from "../wire/messages";
import { Call, type CallState } from "./call";
import { findMissingAbility, type DeviceProblem } from "./devices";
import type { Rung } from "./ladder";
import type { Remote } from "./peer";
import type { Shown } from "./picture-watch";
import { Relays } from "./relays";
import { ScreenShare } from "./screen-share";
import { Studio } from "./studio";

/** What a call and its devices tell, kept where a page's parts look. */
export interface CallNow {
  call: CallState;
  rung: Rung;
  shown: Shown;
  device: DeviceProblem | null;
}

/** As it is before there is a call. */
export const NO_CALL: Readonly<CallNow> = {
  call: "idle",
  rung: "full",
  shown: "none",
  device: null,
};

/** The part of a page's line that a call uses. */
interface CallLine {
  reach(): Promise<void>;
  ask(offer: Omit<SendMediaOffer, "request_id">): Promise<void>;
}

export function makeCallSide(now: CallNow, line: CallLine) {
  const local = shallowRef<MediaStream | null>(null);
  const remote = shallowRef<Remote | null>(null);
  const relays = new Relays();
  const call = new Call(
    {
      onState(state) {
        now.call = state;
      },
      onRemote(found) {
        remote.value = found;
        if (found === null) now.shown = "none";
      },
      onRung(rung) {
        now.rung = rung;
      },
      onShown(shown) {
        now.shown = shown;
      },
    },
    {
      reach: () => line.reach(),
      ask: (offer) => line.ask(offer),
      findRelays: () => relays.find(),
    },
  );
  const studio = new Studio(navigator.mediaDevices, {
    onStream(stream) {
      local.value = stream;
      call.send(stream);
    },
    onProblem(problem) {
      now.device = problem;
    },
  });
  return { local, remote, relays, call, studio };
}

/** One's screen in that call; `ask` says whether the meeting takes it, or lets it go. */
export function makeSharing(
  now: { isSharing: boolean },
  call: Call,
  ask: (request: { readonly type: "show_screen" | "hide_screen" }) => Promise<boolean>,
): ScreenShare {
  return new ScreenShare({
    ask: (isShown) => ask({ type: isShown ? "show_screen" : "hide_screen" }),
    send(track) {
      call.sendScreen(track);
    },
    onShown(isShown) {
      now.isSharing = isShown;
    },
  });
}

/** Opens camera and microphone, or says what the browser lacks for them. */
export function openDevices(now: { device: DeviceProblem | null }, studio: Studio): void {
  const missing = findMissingAbility({
    isSecureContext: window.isSecureContext,
    mediaDevices: navigator.mediaDevices,
    hasPeerConnection: "RTCPeerConnection" in window,
  });
  if (missing === null) void studio.open();
  else now.device = missing;
}
