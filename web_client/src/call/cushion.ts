/**
 * How long sound and picture are kept before they are shown, from how the picture fares (pure).
 *
 * A packet that is lost on the other side's way to the node comes a round trip late, and this
 * browser, which only knows its own way, does not expect it: the picture would freeze at each. A link
 * like that loses packets all the time. A freeze without it is an outage, or the other side changes
 * its network: no cushion bridges that, and one would keep the picture back after it.
 */

import { isFirstFace } from "./lines";

/** A look at the picture so far: how often it froze, and for how long altogether. */
export interface Freezes {
  readonly count: number;
  readonly seconds: number;
  /** Requests for packets that did not come. */
  readonly requests: number;
}

/** A little more than the largest cushion: the time of a frame is in it. */
const BRIDGED_S = 0.6;
const LATELY_MS = 5_000;
/** Of the looks of that time, those with requests: a quarter of them. */
const LOSES_FROM = 5;
/** Of a round trip of 200 ms and what is lost twice; half of it would be too little at once. */
const KEPT_MS = 500;
const STEP_DOWN_MS = 50;
const CALM_MS = 60_000;

export class Cushion {
  private freezes: Freezes = { count: 0, seconds: 0, requests: 0 };
  private requestedAt: number[] = [];
  private targetMs = 0;
  private changedAt = 0;

  /** Takes the freezes so far, at `now` (milliseconds); returns what to keep from now on. */
  note(freezes: Freezes, now: number): number {
    const before = this.freezes;
    this.freezes = freezes;
    this.requestedAt = this.requestedAt.filter((at) => now - at < LATELY_MS);
    if (freezes.requests > before.requests) this.requestedAt.push(now);
    const count = freezes.count - before.count;
    const isBridged = freezes.seconds - before.seconds < count * BRIDGED_S;
    if (isBridged && this.requestedAt.length >= LOSES_FROM) {
      this.change(KEPT_MS, now);
    } else if (now - this.changedAt > CALM_MS) {
      this.change(Math.max(this.targetMs - STEP_DOWN_MS, 0), now);
    }
    return this.targetMs;
  }

  private change(targetMs: number, now: number): void {
    this.targetMs = targetMs;
    this.changedAt = now;
  }
}

/** Reads from `getStats` how the picture fared. */
export function readFreezes(report: Iterable<[string, RTCStats]>): Freezes {
  let [count, seconds, requests] = [0, 0, 0];
  for (const [, entry] of report) {
    const of = entry as FreezeStats;
    if (entry.type !== "inbound-rtp" || !isFirstFace(of.mid)) continue;
    count += of.freezeCount ?? 0;
    seconds += of.totalFreezesDuration ?? 0;
    requests += of.nackCount ?? 0;
  }
  return { count, seconds, requests };
}

interface FreezeStats extends RTCStats {
  readonly freezeCount?: number;
  readonly totalFreezesDuration?: number;
  readonly nackCount?: number;
  readonly mid?: string;
}
