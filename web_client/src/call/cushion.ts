/**
 * How long sound and picture are kept before they are shown, from how often the picture froze (pure).
 *
 * A packet that is lost on the other side's way to the node comes a round trip late, and this
 * browser, which only knows its own way, does not expect it: the picture would freeze at each, and so
 * again and again. A long freeze, or one now and then, is an outage or the other side's change of its
 * network: no cushion bridges that, and one would keep the picture back after it.
 */

import { isFirstFace } from "./lines";

/** A look at how often the picture froze so far, and for how long altogether. */
export interface Freezes {
  readonly count: number;
  readonly seconds: number;
}

/** A little more than the largest cushion: the time of a frame is in it. */
const BRIDGED_S = 0.6;
/** To begin with; a link that is known to lose packets needs no more than one. */
const AGAIN = 2;
const LATELY_MS = 8_000;
const STEP_MS = 250;
const MOST_MS = 500;
const STEP_DOWN_MS = 50;
const CALM_MS = 60_000;

export class Cushion {
  private freezes: Freezes = { count: 0, seconds: 0 };
  private lately: number[] = [];
  private targetMs = 0;
  private changedAt = 0;

  /** Takes the freezes so far, at `now` (milliseconds); returns what to keep from now on. */
  note(freezes: Freezes, now: number): number {
    const count = freezes.count - this.freezes.count;
    const seconds = freezes.seconds - this.freezes.seconds;
    const isShort = count > 0 && seconds < count * BRIDGED_S;
    this.lately = [
      ...this.lately.filter((at) => now - at < LATELY_MS),
      ...(isShort ? Array<number>(count).fill(now) : []),
    ];
    if (this.lately.length >= (this.targetMs > 0 ? 1 : AGAIN)) {
      this.lately = [];
      this.change(Math.min(this.targetMs + STEP_MS, MOST_MS), now);
    } else if (now - this.changedAt > CALM_MS) {
      this.change(Math.max(this.targetMs - STEP_DOWN_MS, 0), now);
    }
    this.freezes = freezes;
    return this.targetMs;
  }

  private change(targetMs: number, now: number): void {
    this.targetMs = targetMs;
    this.changedAt = now;
  }
}

/** Reads from `getStats` how often and how long the picture froze. */
export function readFreezes(report: Iterable<[string, RTCStats]>): Freezes {
  let [count, seconds] = [0, 0];
  for (const [, entry] of report) {
    const of = entry as FreezeStats;
    if (entry.type !== "inbound-rtp" || !isFirstFace(of.mid)) continue;
    count += of.freezeCount ?? 0;
    seconds += of.totalFreezesDuration ?? 0;
  }
  return { count, seconds };
}

interface FreezeStats extends RTCStats {
  readonly freezeCount?: number;
  readonly totalFreezesDuration?: number;
  readonly mid?: string;
}
