/** Which screen a third party's page shows, how it ended, and what is wrong with the call (pure). */

import type { GuestView } from "../wire/messages";

export type GuestScreen = "loading" | "welcome" | "camera-check" | "call" | "end";

/** `view` is undefined before the server has said whether there is a meeting. */
export function pickScreen(
  view: GuestView | null | undefined,
  hasAgreedHere: boolean,
): GuestScreen {
  if (view === undefined) return "loading";
  if (view === null) return "end";
  if (view.has_agreed) return "call";
  return hasAgreedHere ? "camera-check" : "welcome";
}

/** What the page knows of its end: whether it was the guest's own doing. */
export const ENDINGS = ["left", "declined", "over"] as const;
export type Ending = (typeof ENDINGS)[number];

/** What the call's banner says; the first that is true wins. */
export type GuestTrouble =
  "offline" | "connecting" | "agent_away" | "customer_away" | "reconnecting" | null;

export function pickTrouble(
  view: Pick<GuestView, "is_agent_here" | "is_customer_here">,
  now: {
    readonly isLineOpen: boolean;
    readonly isConnected: boolean;
    readonly isReconnecting: boolean;
  },
): GuestTrouble {
  if (!now.isConnected) {
    if (!now.isLineOpen) return "offline";
    return now.isReconnecting ? "reconnecting" : "connecting";
  }
  if (!view.is_agent_here) return "agent_away";
  return view.is_customer_here ? null : "customer_away";
}
