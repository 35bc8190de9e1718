/** How the links were, as the replay's strip draws it (pure). */

import { LEVELS, type Level, type QualitySeries, type Way } from "../../wire/messages";
import { placeOf, type Stretch } from "./timeline";

/** A sample speaks of the second before it; without the next one for so long, there was none. */
const SPEAKS_FOR_S = 1;
const MISSING_AFTER_S = 2.5;

export interface Band extends Stretch {
  readonly level: Level;
}

export interface Sample {
  readonly at_s: number;
  readonly level: Level;
  readonly rtt_ms: number | null;
  readonly up: Way;
  readonly down: Way;
}

/** Stretches of one level, in percent of the bar. */
export function bandsOf(series: QualitySeries, durationS: number): readonly Band[] {
  const bands: { level: Level; from: number; to: number }[] = [];
  series.at_s.forEach((at, i) => {
    const level = series.level[i];
    if (level === undefined) return;
    const before = bands[bands.length - 1];
    const isNext = before !== undefined && at - before.to <= MISSING_AFTER_S;
    if (isNext && before.level === level) before.to = at;
    else bands.push({ level, from: isNext ? before.to : at - SPEAKS_FOR_S, to: at });
  });
  return bands.map(({ level, from, to }) => {
    const left = placeOf(from, durationS);
    return { level, left, width: placeOf(to, durationS) - left };
  });
}

/** What was measured at a position, null where nothing was. */
export function sampleAt(series: QualitySeries, position: number): Sample | null {
  const i = findFirst(series.at_s, position);
  const [at_s, level] = [series.at_s[i], series.level[i]];
  if (at_s === undefined || level === undefined || at_s - position > MISSING_AFTER_S) return null;
  const number = (column: readonly number[]) => column[i] ?? 0;
  return {
    at_s,
    level,
    rtt_ms: series.rtt_ms[i] ?? null,
    up: {
      loss: number(series.up_loss),
      jitter_ms: number(series.up_jitter_ms),
      kbps: number(series.up_kbps),
    },
    down: {
      loss: number(series.down_loss),
      jitter_ms: number(series.down_jitter_ms),
      kbps: number(series.down_kbps),
    },
  };
}

/** How much of the time was on each level, in whole percent, those without any left out. */
export function sharesOf(series: QualitySeries): readonly (readonly [Level, number])[] {
  return LEVELS.flatMap((level) => {
    const count = series.level.filter((each) => each === level).length;
    return count > 0 ? [[level, Math.round((count / series.level.length) * 100)] as const] : [];
  });
}

/** The place of the first time that is not before `position`; they are in order. */
function findFirst(times: readonly number[], position: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
