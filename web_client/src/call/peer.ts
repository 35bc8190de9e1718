/**
 * One RTCPeerConnection to a media node, from its offer to its end.
 *
 * The m-lines are always [audio, video], both ways, VP8 and Opus first; nothing is renegotiated:
 * whatever changes, a new peer is made and this one closed.
 */

import { Cushion, readFreezes } from "./cushion";
import { Chance, Pulse, readCounters } from "./pulse";

const LOOK_EVERY_MS = 250;
const MOST_BITRATE = 1_000_000;
const LONGEST_SIDE = 640;

export interface PeerListener {
  /** Sound or picture of the other side comes in: for the first time, or again after a silence. */
  onFlow(): void;
  /** Less comes in than from a living network. */
  onQuiet(): void;
  /** Nothing comes in, and perhaps never will; the last picture stays until the peer is closed. */
  onSilent(): void;
}

export class Peer {
  /** What the other side sends; there from the start, silent until it does. */
  readonly remote: MediaStream;
  private readonly connection: RTCPeerConnection;
  private readonly pulse = new Pulse();
  private readonly cushion = new Cushion();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly chance: Chance;
  private condition: "new" | "flowing" | "silent" = "new";
  private isOver = false;

  constructor(
    local: MediaStream | null,
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
    for (const kind of ["audio", "video"] as const) {
      const transceiver = this.connection.addTransceiver(
        tracksOf(local, kind)[0] ?? kind,
        local === null ? { direction: "sendrecv" } : { direction: "sendrecv", streams: [local] },
      );
      prefer(transceiver, kind === "audio" ? "audio/opus" : "video/VP8", kind);
    }
    this.remote = new MediaStream(this.connection.getReceivers().map(({ track }) => track));
    const look = () => void this.look();
    this.connection.onconnectionstatechange = look;
    this.timer = setInterval(look, LOOK_EVERY_MS);
  }

  /** The offer, at once: a node hears of a browser's addresses by its checks, not from offers. */
  async offer(): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    await this.limit();
    return this.connection.localDescription?.sdp ?? "";
  }

  async accept(sdp: string): Promise<void> {
    if (this.connection.signalingState !== "have-local-offer") return;
    await this.connection.setRemoteDescription({ type: "answer", sdp });
  }

  /** Sends other tracks from now on; a missing one sends nothing. */
  async send(local: MediaStream | null): Promise<void> {
    const [audio, video] = this.connection.getTransceivers();
    try {
      await audio?.sender.replaceTrack(tracksOf(local, "audio")[0] ?? null);
      await video?.sender.replaceTrack(tracksOf(local, "video")[0] ?? null);
      await this.limit();
    } catch (error) {
      // Closed in the meantime: another peer sends now.
      if (this.connection.signalingState !== "closed") throw error;
    }
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

  /** A call's picture needs little; a camera that photographs a document gives much. */
  private async limit(): Promise<void> {
    const sender = this.connection.getTransceivers()[1]?.sender;
    if (sender === undefined) return;
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) {
      encoding.maxBitrate = MOST_BITRATE;
      encoding.scaleResolutionDownBy = Math.max(1, longestSide(sender.track) / LONGEST_SIDE);
    }
    // Refused where a newer change came first: that one has the same limits.
    await sender.setParameters(parameters).catch(() => undefined);
  }

  private async count(): Promise<void> {
    const report = (await this.connection.getStats()) as unknown as Map<string, RTCStats>;
    if (this.isOver) return;
    this.keep(this.cushion.note(readFreezes(report), performance.now()));
    const beat = this.pulse.beat(readCounters(report), performance.now());
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

  private fallSilent(): void {
    if (this.condition === "silent") return;
    this.condition = "silent";
    this.listener.onSilent();
  }
}

function tracksOf(stream: MediaStream | null, kind: "audio" | "video"): MediaStreamTrack[] {
  return (kind === "audio" ? stream?.getAudioTracks() : stream?.getVideoTracks()) ?? [];
}

function longestSide(track: MediaStreamTrack | null): number {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  return Math.max(width, height);
}

function prefer(transceiver: RTCRtpTransceiver, mime: string, kind: "audio" | "video"): void {
  // Firefox before 128 cannot; it offers both codecs anyway, and the node picks.
  if (!("setCodecPreferences" in transceiver)) return;
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const isWanted = ({ mimeType }: RTCRtpCodec) => mimeType.toLowerCase() === mime.toLowerCase();
  transceiver.setCodecPreferences([
    ...codecs.filter(isWanted),
    ...codecs.filter((codec) => !isWanted(codec)),
  ]);
}
