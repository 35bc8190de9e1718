/** A stretch that is played again and again (pure); `to` is null until its end is marked. */

export interface Loop {
  readonly from: number;
  readonly to: number | null;
}

/** Shorter than this nobody hears anything. */
const SHORTEST_S = 0.5;

export function beginLoop(position: number): Loop {
  return { from: position, to: null };
}

/** Marks the end; a loop that has one ends, and so does one whose end is not behind its begin. */
export function closeLoop(loop: Loop | null, position: number): Loop | null {
  if (loop === null || loop.to !== null) return null;
  return position - loop.from < SHORTEST_S ? null : { from: loop.from, to: position };
}

/** Where to go back to at `position`, or null. */
export function returnOf(loop: Loop | null, position: number): number | null {
  return loop?.to != null && position >= loop.to ? loop.from : null;
}
