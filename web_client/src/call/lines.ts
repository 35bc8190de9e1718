/** The m-lines of every connection (pure): what stands where, for whoever offers or counts. */

/** In the order of the server's `MediaLine`; the first three are sent on, too. */
export const LINES = ["audio", "video", "video", "audio", "video", "audio", "video"] as const;
export const SENT = 3;
export const SCREEN = 2;
export const PERSONS = [
  [0, 1],
  [3, 4],
  [5, 6],
] as const;

/** Whether a stream of the statistics is the most important person's picture. */
export function isFirstFace(mid: string | undefined): boolean {
  // Browsers number lines from 0; one that does not name them has its streams counted together.
  return mid === undefined || mid === String(PERSONS[0][1]);
}
