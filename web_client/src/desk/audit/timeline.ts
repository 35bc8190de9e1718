/** Where things stand on the replay's bar (pure). */

import type { LegName, LegTrack } from "../../wire/messages";
import type { Span } from "./tracks";

export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** Where the last leg ends, on the recording's clock. */
export function durationOf(legs: readonly LegTrack[]): number {
  return Math.max(0, ...legs.map(({ starts_at_s, duration_s }) => starts_at_s + duration_s));
}

const TWO: ReadonlySet<LegName> = new Set<LegName>(["customer", "agent"]);
/** Legs that begin within this are one beginning. */
const TOGETHER_S = 5;

/**
 * Where a replay stands at first: with customer and agent in the picture, where they came together.
 */
export function openingOf(legs: readonly LegTrack[]): number {
  const sides = legs.filter(({ leg, is_screen }) => !is_screen && TWO.has(leg));
  const starts = sides.map(({ starts_at_s }) => starts_at_s);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  if (starts.length === 0) return 0;
  return last - first <= TOGETHER_S ? last : first;
}

/** Percent of the bar. */
export function placeOf(position: number, durationS: number): number {
  if (durationS <= 0) return 0;
  return Math.min(100, Math.max(0, (position / durationS) * 100));
}

export function stretchOf({ start_s, end_s }: Span, durationS: number): Stretch {
  const left = placeOf(start_s, durationS);
  return { left, width: placeOf(end_s, durationS) - left };
}

/** The position under a pointer. */
export function positionAt(
  x: number,
  bar: { readonly left: number; readonly width: number },
  durationS: number,
): number {
  if (bar.width <= 0) return 0;
  return Math.min(1, Math.max(0, (x - bar.left) / bar.width)) * durationS;
}
