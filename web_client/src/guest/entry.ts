/** From the invitation's link to the meeting. */

import { findMissingAbility } from "../call/devices";
import { isPassing, StoppedError } from "../customer/entry";
import { keep, recall } from "../customer/kept";
import { getIceServers, redeemGuestLink, RestError } from "../wire/rest";

/**
 * Trades the link's token for a seat and returns whose it is; without a token it is whoever this
 * tab knows. Raises StoppedError; a browser that cannot make calls leaves the link unused.
 */
export async function enter(): Promise<string> {
  const missing = findMissingAbility({
    isSecureContext: window.isSecureContext,
    mediaDevices: navigator.mediaDevices,
    hasPeerConnection: "RTCPeerConnection" in window,
  });
  if (missing === "insecure" || missing === "too_old") throw new StoppedError(missing);
  const token = location.hash.slice(1);
  if (token === "") return recall("guest") ?? "";
  try {
    const { guest_id } = await redeemGuestLink(token);
    keep("guest", guest_id);
    forgetToken();
    return guest_id;
  } catch (error) {
    const reason = error instanceof RestError ? error.code : "internal";
    if (!isPassing(reason)) forgetToken();
    throw new StoppedError(reason);
  }
}

/** The socket was not let in: does the seat still count? */
export async function findRefusal() {
  try {
    await getIceServers();
    return null;
  } catch (error) {
    const code = error instanceof RestError ? error.code : "offline";
    return code === "offline" || isPassing(code) ? null : code;
  }
}

function forgetToken(): void {
  history.replaceState(null, "", location.pathname + location.search);
}
