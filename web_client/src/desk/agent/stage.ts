/** What an agent's page shows, and what is wrong with the call (pure). */

import type {
  AgentState,
  AgentView,
  LegName,
  OfferView,
  Presence,
  Stage,
} from "../../wire/messages";

export type DeskScreen = "offline" | "ready" | "break" | "ring" | "joining" | "call" | "wrap-up";

const IN_CALL: ReadonlySet<Stage> = new Set<Stage>(["connecting", "talking", "parked"]);
const SCREEN_OF: Readonly<Record<Presence, DeskScreen>> = {
  offline: "offline",
  ready: "ready",
  ringing: "joining",
  busy: "joining",
  wrap_up: "joining",
  break: "break",
};

type Shown = Pick<AgentView, "stage" | "close_reason">;

export function pickScreen(
  state: Pick<AgentState, "presence">,
  offer: OfferView | null,
  view: Shown | null,
): DeskScreen {
  if (view !== null && view.close_reason === null && IN_CALL.has(view.stage)) return "call";
  if (view !== null && (view.stage === "wrapping_up" || state.presence === "wrap_up")) {
    return "wrap-up";
  }
  if (offer !== null) return "ring";
  return SCREEN_OF[state.presence];
}

/** The camera is open while a customer may come or is there. */
export function isCameraWanted(screen: DeskScreen): boolean {
  return screen === "ready" || screen === "ring" || screen === "joining" || screen === "call";
}

/** As whom one takes part: who has taken a call over stays what they are. */
export function ownLeg(view: Pick<AgentView, "is_leading_over" | "seat">): LegName {
  if (view.seat === "colleague") return "colleague";
  return view.is_leading_over ? "supervisor" : "agent";
}

/** Somebody else's screen is shown: it is the one to look at, and the only one. */
export function isScreenTaken(
  view: Pick<AgentView, "is_leading_over" | "seat" | "screen">,
): boolean {
  return view.screen !== null && view.screen !== ownLeg(view);
}

/** What the agent may change of the presence just now. */
export function pickPresenceChoices(presence: Presence): {
  readonly canGetReady: boolean;
  readonly canTakeBreak: boolean;
} {
  return {
    canGetReady: presence === "offline" || presence === "break",
    canTakeBreak: presence === "ready" || presence === "offline" || presence === "break",
  };
}

export type PresenceTone = "success" | "warning" | "brand" | "quiet";

const TONE_OF: Readonly<Record<Presence, PresenceTone>> = {
  offline: "quiet",
  ready: "success",
  ringing: "brand",
  busy: "brand",
  wrap_up: "warning",
  break: "warning",
};

export function pickTone(presence: Presence): PresenceTone {
  return TONE_OF[presence];
}

/** What the call's banner says; the first that is true wins. */
export type CallTrouble = "offline" | "customer_away" | "device_changing" | "reconnecting" | null;

export function pickTrouble(now: {
  readonly isLineOpen: boolean;
  readonly isConnected: boolean;
  readonly isReconnecting: boolean;
  readonly isCustomerHere: boolean;
  readonly isDeviceChanging: boolean;
  readonly stage: Stage;
}): CallTrouble {
  if (!now.isLineOpen && !now.isConnected) return "offline";
  if (now.stage === "connecting") return null;
  if (!now.isCustomerHere || now.stage === "parked") {
    return now.isDeviceChanging ? "device_changing" : "customer_away";
  }
  return now.isReconnecting ? "reconnecting" : null;
}

/** Where on the page the persons of a call stand; numbers are places of the connection's lines. */
export interface Scene {
  /** Who is large; null while nobody can be seen. */
  readonly main: 0 | 1 | 2 | null;
  /** The other agent, small beside the customer. */
  readonly partner: 1 | 2 | null;
  readonly guest: 1 | 2;
}

export function pickScene(
  view: Pick<AgentView, "seat" | "held_since" | "consult" | "is_leading_over">,
): Scene {
  const isHeld = view.held_since !== null;
  if (view.seat === "colleague") {
    return isHeld ? { main: 1, partner: null, guest: 2 } : { main: 0, partner: 1, guest: 2 };
  }
  const guest = view.is_leading_over ? 2 : 1;
  const hasColleague = view.consult?.colleague != null;
  if (isHeld) return { main: hasColleague ? 2 : null, partner: null, guest };
  return { main: 0, partner: hasColleague ? 2 : null, guest };
}
