/** What the parts that a customer's and a third party's page share know of one's own side. */

import { inject, type InjectionKey, type Ref } from "vue";
import type { DeviceProblem } from "../call/devices";
import type { Studio } from "../call/studio";
import type { ErrorCode } from "../wire/messages";
import type { LineState } from "../wire/socket";

export interface OwnSide {
  readonly now: {
    readonly line: LineState;
    readonly device: DeviceProblem | null;
    refusal: ErrorCode | null;
    readonly isMuted: boolean;
    readonly isDark: boolean;
    readonly isSharing: boolean;
  };
  readonly studio: Studio;
  /** Somebody else's screen is shown. */
  readonly isScreenTaken: Readonly<Ref<boolean>>;
  readonly mute: (isMuted: boolean) => void;
  readonly darken: (isDark: boolean) => void;
  readonly shareScreen: () => Promise<void>;
  readonly hideScreen: () => Promise<void>;
  readonly hangUp: () => Promise<boolean>;
}

export const OWN_SIDE: InjectionKey<OwnSide> = Symbol("own side");

export function useOwnSide(): OwnSide {
  const side = inject(OWN_SIDE);
  if (side === undefined) throw new Error("nobody's side was provided");
  return side;
}
