/** What a call tells, kept where a page's parts look: the same for everybody who is in one. */

import type { ShallowRef } from "vue";
import type { CallListener, CallState } from "./call";
import type { Rung } from "./ladder";
import type { Remote } from "./peer";
import type { Shown } from "./picture-watch";

export interface CallNow {
  call: CallState;
  rung: Rung;
  shown: Shown;
}

export function listenInto(now: CallNow, remote: ShallowRef<Remote | null>): CallListener {
  return {
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
  };
}
