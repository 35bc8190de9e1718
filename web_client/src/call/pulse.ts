/**
 * Whether a connection lives, from its counters (pure).
 *
 * A media node sends something once a second even when the other side is silent. Silence of
 * everything is a dead connection: after 1.5 s where media flowed before, later where only the
 * node's reports came, since one lost report is no sign of death.
 */

export interface Counters {
  /** Bytes of everything that came in. */
  readonly everything: number;
  /** Packets of sound and picture that came in. */
  readonly media: number;
}

/** What a reading says: `quiet` is no death yet, but more silence than a living network has. */
export type Beat = "alive" | "quiet" | "dead";

const QUIET_AFTER_MS = 600;
const DEAD_AFTER_MS = 1_500;
const DEAD_WITHOUT_MEDIA_MS = 3_500;
const MEDIA_IS_FRESH_MS = 800;
const DISCONNECTED_FOR_MS = 1_500;

export class Pulse {
  private counters: Counters = { everything: 0, media: 0 };
  private heardAt: number | null = null;
  private mediaAt = -Infinity;

  /** Whether sound or picture ever came in. */
  get hasMedia(): boolean {
    return this.counters.media > 0;
  }

  /**
   * Takes a reading at `now` (milliseconds). What is dead may come to life again; before anything
   * came in, the set-up has a time limit of its own.
   */
  beat(counters: Counters, now: number): Beat {
    const before = this.counters;
    this.counters = counters;
    const hasNewMedia = counters.media > before.media;
    if (hasNewMedia) this.mediaAt = now;
    if (hasNewMedia || counters.everything > before.everything) this.heardAt = now;
    return this.heardAt === null ? "alive" : this.judge(this.heardAt, now);
  }

  private judge(heardAt: number, now: number): Beat {
    const wasMediaFresh = heardAt - this.mediaAt < MEDIA_IS_FRESH_MS;
    const silence = now - heardAt;
    if (silence > (wasMediaFresh ? DEAD_AFTER_MS : DEAD_WITHOUT_MEDIA_MS)) return "dead";
    return wasMediaFresh && silence > QUIET_AFTER_MS ? "quiet" : "alive";
  }
}

/** Whether a connection has had its chance, from what the browser says of its state (pure). */
export class Chance {
  private hasConnected = false;
  private disconnectedAt: number | null = null;

  constructor(private readonly connectBy: number) {}

  /** Takes the state at `now` (milliseconds); false when there is no hope. */
  note(state: RTCPeerConnectionState, now: number): boolean {
    this.hasConnected ||= state === "connected";
    this.disconnectedAt = state === "disconnected" ? (this.disconnectedAt ?? now) : null;
    if (state === "failed" || state === "closed") return false;
    if (this.disconnectedAt !== null) return now - this.disconnectedAt <= DISCONNECTED_FOR_MS;
    return this.hasConnected || now <= this.connectBy;
  }
}

/** Reads the counters of `getStats`. */
export function readCounters(report: Iterable<[string, RTCStats]>): Counters {
  let everything = 0;
  let media = 0;
  for (const [, entry] of report) {
    const of = entry as RTCStats & { bytesReceived?: number; packetsReceived?: number };
    if (entry.type === "candidate-pair") everything += of.bytesReceived ?? 0;
    if (entry.type === "inbound-rtp") media += of.packetsReceived ?? 0;
  }
  return { everything, media };
}
