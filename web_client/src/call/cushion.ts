/**
 * How long sound and picture are kept before they are shown, from how often the picture froze (pure).
 *
 * A packet that is lost on the other side's way to the node comes a round trip late, and this
 * browser, which only knows its own way, does not expect it: the picture would freeze at each.
 */

import { isFirstFace } from "./lines";

const STEP_MS = 250;
const MOST_MS = 500;
const STEP_DOWN_MS = 50;
const CALM_MS = 60_000;

export class Cushion {
  private freezes = 0;
  private targetMs = 0;
  private changedAt = 0;

  /** Takes the freezes so far, at `now` (milliseconds); returns what to keep from now on. */
  note(freezes: number, now: number): number {
    if (freezes > this.freezes) {
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

/** Reads from `getStats` how often the picture froze. */
export function readFreezes(report: Iterable<[string, RTCStats]>): number {
  let freezes = 0;
  for (const [, entry] of report) {
    const of = entry as RTCStats & { freezeCount?: number; mid?: string };
    if (entry.type === "inbound-rtp" && isFirstFace(of.mid)) freezes += of.freezeCount ?? 0;
  }
  return freezes;
}
