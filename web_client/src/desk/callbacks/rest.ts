/** The desk's list of what customers left; each raises RestError. */

import type { CallbackList } from "../../wire/messages";
import { askRest } from "../../wire/rest";

export const listCallbacks = (): Promise<CallbackList> => askRest("GET", "/api/v1/callbacks");

export const settleCallback = (sessionId: string, isDone: boolean, reason: string): Promise<void> =>
  askRest("POST", `/api/v1/callbacks/${encodeURIComponent(sessionId)}`, {
    is_done: isDone,
    reason,
  });

/** Reading it is itself an entry on the trail. */
export function messageUrl(sessionId: string): string {
  return `/api/v1/callbacks/${encodeURIComponent(sessionId)}/message`;
}
