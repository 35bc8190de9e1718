/** Which screen a customer's page shows for a view of the session (pure). */

import type { CloseReason, CustomerView, Stage } from "../wire/messages";

export type CustomerScreen =
  | "welcome"
  | "consent-location"
  | "camera-check"
  | "waiting"
  | "turned-away"
  | "deferred"
  | "call"
  | "end";

const SCREEN_OF: Readonly<Record<Stage, CustomerScreen>> = {
  invited: "welcome",
  arriving: "camera-check",
  waiting: "waiting",
  turned_away: "turned-away",
  deferred: "deferred",
  offered: "waiting",
  connecting: "call",
  talking: "call",
  parked: "call",
  wrapping_up: "end",
  closed: "end",
  abandoned: "end",
  refused: "end",
  expired: "end",
};

/** `isLocationOpen`: the bank asks where the customer is, who has not answered that yet. */
export function customerScreen(
  view: Pick<CustomerView, "stage" | "consents" | "close_reason" | "deferral">,
  isLocationOpen = false,
): CustomerScreen {
  if (view.close_reason !== null) return "end";
  if (view.stage === "arriving" && view.consents === null) return "welcome";
  if (view.deferral !== null) return "deferred"; // also a callback that keeps its place
  return view.stage === "arriving" && isLocationOpen ? "consent-location" : SCREEN_OF[view.stage];
}

/** How a meeting ended, as far as the customer is told; each has a page of its own. */
export type Ending =
  | "done"
  | "lost"
  | "left"
  | "refused"
  | "expired"
  | "abandoned"
  | "failed"
  | "queueClosed"
  | "queueFull"
  | "waitedTooLong"
  | "alreadyWaiting"
  | "cameTooOften"
  | "appointmentsOnly"
  | "cancelled"
  | "missed"
  | "settled"
  | "unreached"
  | "messageLeft";

const ENDING_OF: Readonly<Record<CloseReason, Ending>> = {
  customer_hung_up: "done",
  agent_hung_up: "done",
  customer_left_the_queue: "left",
  customer_vanished: "lost",
  consent_refused: "refused",
  link_expired: "expired",
  media_failed: "failed",
  queue_closed: "queueClosed",
  queue_full: "queueFull",
  waited_too_long: "waitedTooLong",
  already_waiting: "alreadyWaiting",
  came_too_often: "cameTooOften",
  appointments_only: "appointmentsOnly",
  deferral_cancelled: "cancelled",
  appointment_missed: "missed",
  callback_done: "settled",
  callback_unreached: "unreached",
  message_left: "messageLeft",
};

export function pickEnding(view: Pick<CustomerView, "stage" | "close_reason">): Ending {
  if (view.stage === "abandoned" && view.close_reason === "customer_vanished") return "abandoned";
  if (view.close_reason !== null) return ENDING_OF[view.close_reason];
  if (view.stage === "refused" || view.stage === "expired") return view.stage;
  return "done";
}

/** What the call's banner says; the first that is true wins. */
export type CallTrouble = "offline" | "reconnecting" | "agent_away" | "connecting" | null;

export function pickTrouble(now: {
  readonly isLineOpen: boolean;
  readonly isConnected: boolean;
  readonly isReconnecting: boolean;
  readonly isAgentHere: boolean;
  readonly stage: Stage;
}): CallTrouble {
  if (!now.isLineOpen && !now.isConnected) return "offline";
  if (now.stage === "connecting") return "connecting";
  if (!now.isAgentHere) return "agent_away";
  if (now.isReconnecting || now.stage === "parked") return "reconnecting";
  return null;
}
