/**
 * Keeps the videos of a replay on its clock: each is placed by its start, none runs away.
 *
 * A small drift is made up by playing a little faster or slower, which nobody hears; a large one
 * by a jump. A side that waits for data holds the clock, and with it the other side.
 */

import type { ReplayClock } from "./replay-clock";

/** The part of the browser's video that a player uses. */
export interface Playable {
  currentTime: number;
  playbackRate: number;
  readonly duration: number;
  readonly readyState: number;
  readonly seeking: boolean;
  readonly paused: boolean;
  readonly error: unknown;
  play(): Promise<void>;
  pause(): void;
}

export interface PlacedLeg {
  readonly media: Playable;
  readonly startsAtS: number;
  readonly durationS: number;
}

const JUMP_AT_S = 0.4;
const NUDGE_AT_S = 0.04;
const MOST_NUDGE = 0.12;
const ENOUGH_DATA = 3; // HAVE_FUTURE_DATA
/** So near its end a video may have no future data to wait for. */
const END_S = 0.6;
const STILL_S = 0.02;
/** Longer waiting for one side is no waiting: the other one goes on without it. */
const PATIENCE_S = 12;

export class Player {
  private readonly sought = new Map<Playable, number>();
  private waitingSince: number | null = null;

  constructor(
    private readonly clock: ReplayClock,
    private readonly legs: readonly PlacedLeg[],
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Brings everything in line with the clock; to be called several times a second. */
  tick(): void {
    if (this.clock.isPlaying && this.clock.isAtEnd) this.clock.pause();
    const { position } = this.clock;
    this.clock.hold(this.clock.isPlaying && this.mustWait(position));
    for (const leg of this.legs) this.steer(leg, this.clock.position);
  }

  stop(): void {
    for (const { media } of this.legs) media.pause();
  }

  private mustWait(position: number): boolean {
    if (!this.legs.some((leg) => isStarved(leg, position))) {
      this.waitingSince = null;
      return false;
    }
    this.waitingSince ??= this.now();
    return this.now() - this.waitingSince < PATIENCE_S;
  }

  private steer(leg: PlacedLeg, position: number): void {
    const { media } = leg;
    if (media.error !== null) return;
    const target = targetOf(leg, position);
    if (!isInside(leg, position) || !this.clock.isRunning) {
      if (!media.paused) media.pause();
      this.place(media, target, STILL_S);
      return;
    }
    if (media.paused) void media.play().catch(() => undefined);
    const drift = media.currentTime - target;
    media.playbackRate = this.clock.rate * nudge(drift);
    // At four times the speed a jump takes four times as long in the recording's time.
    this.place(media, target, JUMP_AT_S * Math.max(1, this.clock.rate));
  }

  /** Jumps where the video is further off than `within`, and not twice to the same place. */
  private place(media: Playable, target: number, within: number): void {
    if (media.seeking || media.readyState === 0) return;
    if (Math.abs(media.currentTime - target) <= within) {
      this.sought.delete(media);
      return;
    }
    if (this.sought.get(media) === target) return;
    this.sought.set(media, target);
    media.currentTime = target;
  }
}

/** How much faster or slower a video must play to lose its drift in about a second. */
export function nudge(drift: number): number {
  if (Math.abs(drift) < NUDGE_AT_S) return 1;
  return 1 - Math.min(MOST_NUDGE, Math.max(-MOST_NUDGE, drift));
}

export function isInside({ startsAtS, durationS }: Omit<PlacedLeg, "media">, position: number) {
  return position >= startsAtS && position < startsAtS + durationS;
}

function endOf({ media, durationS }: PlacedLeg): number {
  return Number.isFinite(media.duration) ? Math.min(media.duration, durationS) : durationS;
}

function targetOf(leg: PlacedLeg, position: number): number {
  return Math.min(Math.max(0, position - leg.startsAtS), endOf(leg));
}

function isStarved(leg: PlacedLeg, position: number): boolean {
  if (leg.media.error !== null || !isInside(leg, position)) return false;
  if (position - leg.startsAtS > endOf(leg) - END_S) return false;
  return leg.media.seeking || leg.media.readyState < ENOUGH_DATA;
}
