/** A ring's countdown and the title that calls for attention (pure). */

export const RING_S = 20;

/** `part` of the ring that is left, 1 to 0. */
export function countDown(
  expiresAt: number,
  now: number,
): { readonly seconds: number; readonly part: number } {
  const left = Math.max(0, expiresAt - now);
  return { seconds: Math.ceil(left), part: Math.min(1, left / RING_S) };
}

/** The tab's title: what rings and the page's own name take turns. */
export function pickTitle(page: string, ringing: string | null, beat: number): string {
  return ringing !== null && beat % 2 === 0 ? ringing : page;
}
