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
export function ownLeg(view: Pick<AgentView, "is_leading_over">): LegName {
  return view.is_leading_over ? "supervisor" : "agent";
}

/** Somebody else's screen is shown: it is the one to look at, and the only one. */
export function isScreenTaken(view: Pick<AgentView, "is_leading_over" | "screen">): boolean {
  return view.screen !== null && view.screen !== ownLeg(view);
}

/** What the agent may change of the presence just now. */
export function pickPresenceChoices(presence: Presence): {
  readonly canGetReady: boolean;
  readonly canTakeBreak: boolean;
} {
  return {
    canGetReady: presence === "offline" || presence === "break",
    canTakeBreak: presence === "ready" || presence === "offline",
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
