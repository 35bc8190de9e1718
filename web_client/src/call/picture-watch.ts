/**
 * What comes of the other side's picture, from the frames that were decoded (pure).
 *
 * A picture that stands still looks like a person who listens. Whoever looks must be told: by what
 * really comes, whatever the reason is.
 */

import { isFirstFace } from "./lines";

export type Shown =
  | "none" // never yet
  | "moving"
  | "stills" // about one picture a second
  | "stopped"; // the last picture is old

const LOOK_BACK_MS = 4_000;
const STILLS_BELOW = 8; // frames in that time
const STOPPED_AFTER_MS = 3_000;

export class PictureWatch {
  private frames = 0;
  private firstAt: number | null = null;
  private newestAt = 0;
  private readings: { readonly at: number; readonly frames: number }[] = [];

  /** Takes the number of frames decoded so far, at `now` (milliseconds). */
  note(frames: number, now: number): Shown {
    if (frames > this.frames) {
      this.firstAt ??= now;
      this.newestAt = now;
    }
    this.frames = frames;
    this.readings = [
      ...this.readings.filter(({ at }) => now - at <= LOOK_BACK_MS),
      { at: now, frames },
    ];
    if (this.firstAt === null) return "none";
    if (now - this.newestAt > STOPPED_AFTER_MS) return "stopped";
    return this.isSlow(now) ? "stills" : "moving";
  }

  private isSlow(now: number): boolean {
    const [oldest] = this.readings;
    // What has just begun has to show its pace first.
    if (oldest === undefined || now - (this.firstAt ?? now) < LOOK_BACK_MS) return false;
    return this.frames - oldest.frames < STILLS_BELOW;
  }
}

export function countFrames(report: Iterable<[string, RTCStats]>): number {
  let frames = 0;
  for (const [, entry] of report) {
    const of = entry as RTCStats & { framesDecoded?: number; mid?: string };
    if (entry.type === "inbound-rtp" && isFirstFace(of.mid)) frames += of.framesDecoded ?? 0;
  }
  return frames;
}
