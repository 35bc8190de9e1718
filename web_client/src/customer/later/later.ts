/** What a customer may leave instead of waiting, over REST; each raises RestError. */

import type { Booked, Exits, MessageBegun, MessagePieces } from "../../wire/messages";
import { askRest } from "../../wire/rest";

export const getExits = (): Promise<Exits> => askRest("GET", "/api/v1/seat/exits");
export const bookSlot = (beginsAt: number): Promise<Booked> =>
  askRest("PUT", "/api/v1/seat/appointment", { begins_at: beginsAt });
export const beginMessage = (): Promise<MessageBegun> => askRest("POST", "/api/v1/seat/messages");
export const findPieces = (messageId: string): Promise<MessagePieces> =>
  askRest("GET", `/api/v1/seat/messages/${messageId}`);
export const endMessage = (messageId: string, pieces: number): Promise<void> =>
  askRest("POST", `/api/v1/seat/messages/${messageId}/end`, { pieces });
export const putPiece = (messageId: string, number: number, piece: Blob): Promise<void> =>
  askRest("PUT", `/api/v1/seat/messages/${messageId}/pieces/${String(number)}`, piece);

export type Way = "callback" | "appointment" | "message";

/** What is really on offer: a queue without a free slot has no appointments. */
export function waysOf(exits: Exits): readonly Way[] {
  const ways: Way[] = [];
  if (exits.callback) ways.push("callback");
  if (exits.days.length > 0) ways.push("appointment");
  if (exits.message && "MediaRecorder" in globalThis) ways.push("message");
  return ways;
}
