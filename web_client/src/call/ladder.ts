/**
 * How much picture a link bears, rung by rung (pure).
 *
 * The browser itself keeps the picture within its estimate of the link; a rung says what picture
 * those bits are worth. So a low estimate alone goes down to stills and no further: only losses or
 * delays that last take the picture away. Down it goes when two readings in a row say so, then
 * waits for the effect; up it goes one rung at a time and with patience. The estimate hardly rises
 * while little is sent, and not at all without a picture, so after a calm time a rung is tried
 * unasked; each try that fails makes the next one wait twice as long.
 */

export const RUNGS = ["full", "reduced", "small", "stills", "sound"] as const;
export type Rung = (typeof RUNGS)[number];

/** What is sent on a rung; null sends the sound alone. Bits per second, frames per second, pixels. */
export interface Shape {
  readonly maxBitrate: number;
  /** Whole numbers: browsers take 0.5 for none at all. */
  readonly maxFramerate: number;
  readonly longestSide: number;
}

export const SHAPES: Readonly<Record<Rung, Shape | null>> = {
  full: { maxBitrate: 1_000_000, maxFramerate: 30, longestSide: 640 },
  reduced: { maxBitrate: 350_000, maxFramerate: 15, longestSide: 480 },
  small: { maxBitrate: 140_000, maxFramerate: 10, longestSide: 320 },
  stills: { maxBitrate: 50_000, maxFramerate: 1, longestSide: 320 },
  sound: null,
};

/** One look at the way to the server; null where the browser does not say. */
export interface Reading {
  readonly availableBitrate: number | null;
  /** The share that did not come through, 0 to 1, up to the server or down to the other side. */
  readonly loss: number;
  readonly roundTripMs: number | null;
}

/** From which estimate on a rung gives the best picture. */
const NEEDS: Readonly<Record<Rung, number>> = {
  full: 260_000,
  reduced: 150_000,
  small: 45_000,
  stills: 0,
  sound: 0,
};
const ROOM_TO_RISE = 1.3;
const MUCH_LOSS = 0.12;
/** What repairs make good: a link that always loses so much is no reason to stay below. */
const LITTLE_LOSS = 0.07;
const LONG_ROUND_TRIP_MS = 1_200;
/** A second of a small picture is twenty packets: one of them more is no news. */
const LOSS_WEIGHT = 0.2;
/** The browser's first guesses are no measurement. */
const GRACE_MS = 4_000;
const WORSE_READINGS = 2;
/** Until the effect of a step shows: what was too much has to leave the buffers first. */
const STEP_MS = 5_000;
const RISE_AFTER_MS = 6_000;
const TRY_AFTER_MS = 10_000;
const LONGEST_TRY_AFTER_MS = 40_000;
/** The estimate follows what is sent; until it has, it limits the encoder by itself. */
const ESTIMATE_FOLLOWS_MS = 8_000;
/** A step up that lasts so long has not failed. */
const PROVEN_MS = 15_000;

export class Ladder {
  private at = 0;
  private loss = 0;
  private worse = 0;
  private begunAt: number | null = null;
  private steppedAt = -Infinity;
  private roseAt = -Infinity;
  private calmSince: number | null = null;
  private patienceMs = TRY_AFTER_MS;

  get rung(): Rung {
    return RUNGS[this.at] ?? "sound";
  }

  /** Takes a reading at `now` (milliseconds), about once a second; returns the rung from then on. */
  note(reading: Reading, now: number): Rung {
    this.begunAt ??= now;
    this.loss += (reading.loss - this.loss) * LOSS_WEIGHT;
    if (now - this.begunAt < GRACE_MS) return this.rung;
    const fitting = this.fit(reading, now);
    if (fitting > this.at) this.fall(fitting, now);
    else this.rise(reading, now);
    return this.rung;
  }

  /** The place of the rung that the link bears just now. */
  private fit({ availableBitrate, roundTripMs }: Reading, now: number): number {
    const isKnown = availableBitrate !== null && now - this.roseAt >= ESTIMATE_FOLLOWS_MS;
    const byBitrate = isKnown ? RUNGS.findIndex((rung) => availableBitrate >= NEEDS[rung]) : 0;
    const isHurt = this.loss > MUCH_LOSS || (roundTripMs ?? 0) > LONG_ROUND_TRIP_MS;
    const byHurt = isHurt ? this.at + 1 : 0;
    return Math.min(RUNGS.length - 1, Math.max(byBitrate, byHurt));
  }

  private fall(to: number, now: number): void {
    this.calmSince = null;
    this.worse += 1;
    if (this.worse < WORSE_READINGS || now - this.steppedAt < STEP_MS) return;
    if (now - this.roseAt < PROVEN_MS) {
      this.patienceMs = Math.min(LONGEST_TRY_AFTER_MS, this.patienceMs * 2);
    }
    this.step(to, now);
  }

  private rise(reading: Reading, now: number): void {
    this.worse = 0;
    if (this.at === 0) {
      if (now - this.roseAt >= PROVEN_MS) this.patienceMs = TRY_AFTER_MS;
    } else if (!this.isCalm(reading)) {
      this.calmSince = null;
    } else {
      this.calmSince ??= now;
      if (now - this.calmSince < this.waitFor(reading)) return;
      this.roseAt = now;
      this.step(this.at - 1, now);
    }
  }

  private isCalm({ roundTripMs }: Reading): boolean {
    return this.loss < LITTLE_LOSS && (roundTripMs ?? 0) < LONG_ROUND_TRIP_MS / 2;
  }

  /** How long it must be calm before the next rung is tried. */
  private waitFor({ availableBitrate }: Reading): number {
    const above = RUNGS[this.at - 1] ?? "full";
    const hasRoom = (availableBitrate ?? 0) >= NEEDS[above] * ROOM_TO_RISE;
    return hasRoom ? RISE_AFTER_MS : this.patienceMs;
  }

  private step(to: number, now: number): void {
    this.at = to;
    this.worse = 0;
    this.steppedAt = now;
    this.calmSince = null;
  }
}

/** Reads what `getStats` says of the way up to the server. */
export function readLink(report: Iterable<[string, RTCStats]>): Reading {
  const entries = [...report].map(([, entry]) => entry as LinkStats);
  const used = entries.find(({ type, nominated }) => type === "candidate-pair" && nominated);
  const remote = entries.filter(({ type }) => type === "remote-inbound-rtp");
  const roundTrips = remote.flatMap(({ roundTripTime }) => roundTripTime ?? []);
  return {
    availableBitrate: used?.availableOutgoingBitrate ?? null,
    loss: Math.max(0, ...remote.map(({ fractionLost }) => fractionLost ?? 0)),
    roundTripMs: roundTrips.length > 0 ? Math.min(...roundTrips) * 1000 : null,
  };
}

interface LinkStats extends RTCStats {
  readonly nominated?: boolean;
  readonly availableOutgoingBitrate?: number;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
}
