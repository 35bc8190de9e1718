/** A video message on its way: piece by piece, and after a break only what is missing. */

import { RestError } from "../../wire/rest";
import { beginMessage, endMessage, findPieces, putPiece } from "./later";

const TRY_AGAIN_MS = 2_000;
const MOST_TRIES = 30; // a minute without network

/** Sends the whole message; `onProgress` gets the part that is there, 0 to 1. Raises RestError. */
export async function sendMessage(
  message: Blob,
  onProgress: (part: number) => void,
  pause: (ms: number) => Promise<void> = wait,
): Promise<void> {
  const { message_id: id, piece_bytes: size } = await again(beginMessage, pause);
  const count = Math.ceil(message.size / size);
  let there = new Set<number>();
  for (let number = 0; number < count; number += 1) {
    await again(
      async () => {
        if (there.has(number)) return;
        await putPiece(id, number, message.slice(number * size, (number + 1) * size));
      },
      pause,
      async () => {
        there = new Set((await findPieces(id)).pieces);
      },
    );
    onProgress((number + 1) / count);
  }
  await again(() => endMessage(id, count), pause);
}

/** Does the work until it is done or refused; what may pass is tried again. */
async function again<Answer>(
  work: () => Promise<Answer>,
  pause: (ms: number) => Promise<void>,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      if (tries > 1) await before();
      return await work();
    } catch (error) {
      if (tries === MOST_TRIES || !isPassing(error)) throw error;
      await pause(TRY_AGAIN_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof RestError && (error.code === "offline" || error.code === "unavailable");
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
