/**
 * One RTCPeerConnection to a media node, from its offer to its end.
 *
 * The m-lines are always the same, Opus and VP8: voice, face and screen both ways, and two more
 * persons to receive. Who stands in a line may change; nothing is renegotiated: whatever else
 * changes, a new peer is made and this one closed.
 */

import { Cushion, readFreezes } from "./cushion";
import type { Rung } from "./ladder";
import { LINES, PERSONS, SCREEN, SENT } from "./lines";
import { PictureSender } from "./picture-sender";
import { countFrames, PictureWatch, type Shown } from "./picture-watch";
import { Chance, Pulse, readCounters } from "./pulse";

const LOOK_EVERY_MS = 250;
/** What comes in: the persons, the most important one first, and the screen that is shown. */
export interface Remote {
  readonly persons: readonly MediaStream[];
  readonly screen: MediaStream;
}

export interface PeerListener {
  /** Sound or picture of the other side comes in: for the first time, or again after a silence. */
  onFlow(): void;
  /** Less comes in than from a living network. */
  onQuiet(): void;
  /** Nothing comes in, and perhaps never will; the last picture stays until the peer is closed. */
  onSilent(): void;
  /** How much of one's own picture the link bears from now on. */
  onRung(rung: Rung): void;
  /** What comes of the other side's picture from now on. */
  onShown(shown: Shown): void;
}

export class Peer {
  /** There from the start, silent until somebody sends. */
  readonly remote: Remote;
  private readonly connection: RTCPeerConnection;
  private readonly pulse = new Pulse();
  private readonly watch = new PictureWatch();
  private readonly picture: PictureSender;
  private shown: Shown = "none";
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly chance: Chance;
  private readonly cushion = new Cushion();
  private condition: "new" | "flowing" | "silent" = "new";
  private isOver = false;

  constructor(
    local: MediaStream | null,
    screen: MediaStreamTrack | null,
    iceServers: RTCIceServer[],
    connectWithinMs: number,
    private readonly listener: PeerListener,
  ) {
    this.chance = new Chance(performance.now() + connectWithinMs);
    this.connection = new RTCPeerConnection({
      iceServers,
      bundlePolicy: "max-bundle",
      rtcpMuxPolicy: "require",
    });
    LINES.forEach((kind, line) => {
      const transceiver = this.connection.addTransceiver(
        sentOn(line, local, screen) ?? kind,
        line < SENT ? { direction: "sendrecv", streams: streamsOf(line, local) } : RECEIVE,
      );
      prefer(transceiver, kind);
    });
    const tracks = this.connection.getReceivers().map(({ track }) => track);
    const pick = (...lines: number[]) =>
      new MediaStream(tracks.filter((_, line) => lines.includes(line)));
    this.picture = this.makePicture();
    this.remote = { persons: PERSONS.map((lines) => pick(...lines)), screen: pick(SCREEN) };
    const look = () => void this.look();
    this.connection.onconnectionstatechange = look;
    this.timer = setInterval(look, LOOK_EVERY_MS);
  }

  /** The offer, at once: a node hears of a browser's addresses by its checks, not from offers. */
  async offer(): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    await this.picture.shape();
    return this.connection.localDescription?.sdp ?? "";
  }

  async accept(sdp: string): Promise<void> {
    if (this.connection.signalingState !== "have-local-offer") return;
    await this.connection.setRemoteDescription({ type: "answer", sdp });
  }

  /** Sends other tracks from now on; a missing one sends nothing. */
  async send(local: MediaStream | null, screen: MediaStreamTrack | null): Promise<void> {
    const transceivers = this.connection.getTransceivers();
    try {
      for (let line = 0; line < SENT; line += 1) {
        await transceivers[line]?.sender.replaceTrack(sentOn(line, local, screen));
      }
      await this.picture.shape();
    } catch (error) {
      // Closed in the meantime: another peer sends now.
      if (this.connection.signalingState !== "closed") throw error;
    }
  }

  /** What the server says of the other side's way down. */
  noteLossBeyond(loss: number): void {
    this.picture.lossBeyond = loss;
  }

  /** Looks now what came in, and tells the listener; done by itself four times a second. */
  async look(): Promise<void> {
    if (this.isOver) return;
    if (this.chance.note(this.connection.connectionState, performance.now())) await this.count();
    else this.fallSilent();
  }

  close(): void {
    this.isOver = true;
    clearInterval(this.timer);
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  private makePicture(): PictureSender {
    const sender = this.connection.getTransceivers()[1]?.sender;
    if (sender === undefined) throw new Error("a connection without its own picture");
    return new PictureSender(sender, (rung) => {
      this.listener.onRung(rung);
    });
  }

  private async count(): Promise<void> {
    const report = (await this.connection.getStats()) as unknown as Map<string, RTCStats>;
    if (this.isOver) return;
    const now = performance.now();
    void this.picture.note(report, now);
    this.see(countFrames(report), now);
    this.keep(this.cushion.note(readFreezes(report), now));
    const beat = this.pulse.beat(readCounters(report), now);
    if (beat === "dead") {
      this.fallSilent();
    } else if (beat === "quiet") {
      this.listener.onQuiet();
    } else if (this.pulse.hasMedia && this.condition !== "flowing") {
      this.condition = "flowing";
      this.listener.onFlow();
    }
  }

  /** Sound and picture alike, for the lips; where a browser cannot, it goes by its own judgement. */
  private keep(targetMs: number): void {
    for (const receiver of this.connection.getReceivers()) {
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = targetMs;
    }
  }

  private see(frames: number, now: number): void {
    const shown = this.watch.note(frames, now);
    if (shown === this.shown) return;
    this.shown = shown;
    this.listener.onShown(shown);
  }

  private fallSilent(): void {
    if (this.condition === "silent") return;
    this.condition = "silent";
    this.listener.onSilent();
  }
}

const RECEIVE: RTCRtpTransceiverInit = { direction: "recvonly" };

function sentOn(
  line: number,
  local: MediaStream | null,
  screen: MediaStreamTrack | null,
): MediaStreamTrack | null {
  if (line === SCREEN) return screen;
  const kind = LINES[line];
  return line < SENT && kind !== undefined ? (tracksOf(local, kind)[0] ?? null) : null;
}

/** Voice and face belong together, the screen stands alone. */
function streamsOf(line: number, local: MediaStream | null): MediaStream[] {
  return local === null || line === SCREEN ? [] : [local];
}

function tracksOf(stream: MediaStream | null, kind: "audio" | "video"): MediaStreamTrack[] {
  return (kind === "audio" ? stream?.getAudioTracks() : stream?.getVideoTracks()) ?? [];
}

/** Offers one codec a kind: seven lines of everything that a browser knows would be too long. */
function prefer(transceiver: RTCRtpTransceiver, kind: "audio" | "video"): void {
  // Firefox before 128 cannot; it offers others too, and the node picks.
  if (!("setCodecPreferences" in transceiver)) return;
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const wanted = kind === "audio" ? ["audio/opus"] : ["video/vp8", "video/rtx"];
  transceiver.setCodecPreferences(
    codecs.filter(({ mimeType }) => wanted.includes(mimeType.toLowerCase())),
  );
}
