/** One's own picture on its way out: shaped for the link's rung, and for a camera that gives more. */

import { Ladder, readLink, SHAPES, type Rung } from "./ladder";

const READ_EVERY_MS = 1_000;

export class PictureSender {
  private readonly ladder = new Ladder();
  private readAt = -Infinity;
  /** The share of what the server sends on that does not reach the other side. */
  lossBeyond = 0;

  constructor(
    private readonly sender: RTCRtpSender,
    private readonly onRung: (rung: Rung) => void,
  ) {}

  /** Takes the statistics as often as they come; steps up or down when it is time. */
  async note(report: Iterable<[string, RTCStats]>, now: number): Promise<void> {
    if (now - this.readAt < READ_EVERY_MS) return;
    this.readAt = now;
    const before = this.ladder.rung;
    const link = readLink(report);
    const loss = Math.max(link.loss, this.lossBeyond);
    const rung = this.ladder.note({ ...link, loss }, now);
    if (rung === before) return;
    this.onRung(rung);
    await this.shape();
  }

  /** Applies the rung; to be called again after a change of tracks. */
  async shape(): Promise<void> {
    const shape = SHAPES[this.ladder.rung];
    const parameters = this.sender.getParameters();
    for (const encoding of parameters.encodings) {
      encoding.active = shape !== null;
      if (shape === null) continue;
      encoding.maxBitrate = shape.maxBitrate;
      encoding.maxFramerate = shape.maxFramerate;
      encoding.scaleResolutionDownBy = Math.max(
        1,
        longestSide(this.sender.track) / shape.longestSide,
      );
    }
    // Refused where a newer change came first: that one has the same limits.
    await this.sender.setParameters(parameters).catch(() => undefined);
  }
}

function longestSide(track: MediaStreamTrack | null): number {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  return Math.max(width, height);
}
