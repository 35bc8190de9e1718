/** Where things stand on the replay's bar (pure). */

import type { Gap, LegTrack } from "../../wire/messages";

export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** Where the last leg ends, on the recording's clock. */
export function durationOf(legs: readonly LegTrack[]): number {
  return Math.max(0, ...legs.map(({ starts_at_s, duration_s }) => starts_at_s + duration_s));
}

/** Legs that begin within this are one beginning. */
const TOGETHER_S = 5;

/** Where a replay stands at first: with both sides in the picture, where they came together. */
export function openingOf(legs: readonly LegTrack[]): number {
  const starts = legs.map(({ starts_at_s }) => starts_at_s);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  if (starts.length === 0) return 0;
  return last - first <= TOGETHER_S ? last : first;
}

/** Percent of the bar. */
export function placeOf(position: number, durationS: number): number {
  if (durationS <= 0) return 0;
  return Math.min(100, Math.max(0, (position / durationS) * 100));
}

export function stretchOf({ start_s, end_s }: Gap, durationS: number): Stretch {
  const left = placeOf(start_s, durationS);
  return { left, width: placeOf(end_s, durationS) - left };
}

/** The stretches of the bar where a leg has something to show. */
export function coverOf(leg: LegTrack, durationS: number): Stretch {
  return stretchOf(
    { start_s: leg.starts_at_s, end_s: leg.starts_at_s + leg.duration_s },
    durationS,
  );
}

export type LegState = "not_yet" | "over" | "gap" | "playing";

/** What one side has at a position. */
export function legStateAt(leg: LegTrack, position: number): LegState {
  if (position < leg.starts_at_s) return "not_yet";
  if (position > leg.starts_at_s + leg.duration_s) return "over";
  return leg.gaps.some(({ start_s, end_s }) => position >= start_s && position < end_s)
    ? "gap"
    : "playing";
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
