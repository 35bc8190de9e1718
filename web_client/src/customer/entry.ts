/** From the link to a seat: what the page may do, and what it says when it may not. */

import { findMissingAbility } from "../call/devices";
import type { ErrorCode, Seat } from "../wire/messages";
import { getSeat, redeemLink, RestError } from "../wire/rest";

/** Why the page shows no meeting. */
export type StopReason = ErrorCode | "offline" | "insecure" | "too_old";

/** Worth trying again without the customer doing anything. */
const PASSING: ReadonlySet<StopReason> = new Set<StopReason>([
  "offline",
  "unavailable",
  "too_many_requests",
  "internal",
  "disk_full",
]);

export class StoppedError extends Error {
  override readonly name = "StoppedError";

  constructor(readonly reason: StopReason) {
    super(reason);
  }

  get isPassing(): boolean {
    return isPassing(this.reason);
  }
}

export function isPassing(reason: StopReason): boolean {
  return PASSING.has(reason);
}

/**
 * Trades the link's token for a seat, or finds the seat that this browser has; raises StoppedError.
 *
 * A browser that cannot make calls leaves the link unused, for another browser. The token leaves
 * the address bar as soon as the server has decided about it.
 */
export async function enter(): Promise<Seat> {
  const missing = findMissingAbility({
    isSecureContext: window.isSecureContext,
    mediaDevices: navigator.mediaDevices,
    hasPeerConnection: "RTCPeerConnection" in window,
  });
  if (missing === "insecure" || missing === "too_old") throw new StoppedError(missing);
  const token = location.hash.slice(1);
  try {
    const seat = await (token === "" ? getSeat() : redeemLink(token));
    forgetToken();
    return seat;
  } catch (error) {
    const reason = error instanceof RestError ? error.code : "internal";
    if (!isPassing(reason)) forgetToken();
    throw new StoppedError(reason);
  }
}

function forgetToken(): void {
  history.replaceState(null, "", location.pathname + location.search);
}
