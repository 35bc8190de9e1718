/** From the link to a seat: what the page may do, and what it says when it may not. */

import { findMissingAbility } from "../call/devices";
import type { ErrorCode, Seat } from "../wire/messages";
import { getSeat, redeemCode, redeemLink, RestError } from "../wire/rest";

/** Why the page shows no meeting. */
export type StopReason = ErrorCode | "offline" | "insecure" | "too_old";

/** Where another device of the customer's takes over, by a link or by the digits of one. */
const TAKE_OVER_PATH = "/pc";

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

export function isTakingOver(): boolean {
  return location.pathname === TAKE_OVER_PATH;
}

export function hasToken(): boolean {
  return location.hash.length > 1;
}

/** Raises StoppedError in a browser that cannot make calls: the link stays good for another one. */
export function checkBrowser(): void {
  const missing = findMissingAbility({
    isSecureContext: window.isSecureContext,
    mediaDevices: navigator.mediaDevices,
    hasPeerConnection: "RTCPeerConnection" in window,
  });
  if (missing === "insecure" || missing === "too_old") throw new StoppedError(missing);
}

/**
 * Trades the link's token, or typed digits, for a seat, or finds the seat that this browser has;
 * raises StoppedError. The token leaves the address bar as soon as the server has decided about it.
 */
export async function enter(digits = ""): Promise<Seat> {
  checkBrowser();
  try {
    const seat = await findSeat(digits);
    forgetToken();
    if (isTakingOver()) history.replaceState(null, "", "/join"); // a reload finds the seat there
    return seat;
  } catch (error) {
    const reason = error instanceof RestError ? error.code : "internal";
    if (!isPassing(reason)) forgetToken();
    throw new StoppedError(reason);
  }
}

function findSeat(digits: string): Promise<Seat> {
  if (digits !== "") return redeemCode(digits);
  return hasToken() ? redeemLink(location.hash.slice(1)) : getSeat();
}

function forgetToken(): void {
  history.replaceState(null, "", location.pathname + location.search);
}
