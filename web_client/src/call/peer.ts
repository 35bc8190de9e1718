/**
 * One RTCPeerConnection to a media node, from its offer to its end.
 *
 * The m-lines are always [audio, video], both ways, VP8 and Opus first; nothing is renegotiated:
 * whatever changes, a new peer is made and this one closed.
 */

import type { Rung } from "./ladder";
import { PictureSender } from "./picture-sender";
import { countFrames, PictureWatch, type Shown } from "./picture-watch";
import { Chance, Pulse, readCounters } from "./pulse";

const LOOK_EVERY_MS = 250;

export interface PeerListener {
  /** The first sound or picture of the other side came in. */
  onFlow(): void;
  /** The connection will not come back; its last picture stays until it is closed. */
  onDead(): void;
  /** How much of one's own picture the link bears from now on. */
  onRung(rung: Rung): void;
  /** What comes of the other side's picture from now on. */
  onShown(shown: Shown): void;
}

export class Peer {
  /** What the other side sends; there from the start, silent until it does. */
  readonly remote: MediaStream;
  private readonly connection: RTCPeerConnection;
  private readonly pulse = new Pulse();
  private readonly watch = new PictureWatch();
  private readonly picture: PictureSender;
  private shown: Shown = "none";
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly chance = new Chance(performance.now());
  private isFlowing = false;
  private isOver = false;

  constructor(
    local: MediaStream | null,
    iceServers: RTCIceServer[],
    private readonly listener: PeerListener,
  ) {
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
    this.picture = this.makePicture();
    this.remote = new MediaStream(this.connection.getReceivers().map(({ track }) => track));
    this.connection.onconnectionstatechange = this.look;
    this.timer = setInterval(this.look, LOOK_EVERY_MS);
  }

  get isConnected(): boolean {
    return this.connection.connectionState === "connected";
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
  async send(local: MediaStream | null): Promise<void> {
    const [audio, video] = this.connection.getTransceivers();
    try {
      await audio?.sender.replaceTrack(tracksOf(local, "audio")[0] ?? null);
      await video?.sender.replaceTrack(tracksOf(local, "video")[0] ?? null);
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

  close(): void {
    this.stop();
    this.connection.close();
  }

  private stop(): void {
    this.isOver = true;
    clearInterval(this.timer);
    this.connection.onconnectionstatechange = null;
  }

  private makePicture(): PictureSender {
    const sender = this.connection.getTransceivers()[1]?.sender;
    if (sender === undefined) throw new Error("a connection without its own picture");
    return new PictureSender(sender, (rung) => {
      this.listener.onRung(rung);
    });
  }

  private readonly look = (): void => {
    if (this.chance.note(this.connection.connectionState, performance.now())) void this.count();
    else this.die();
  };

  private async count(): Promise<void> {
    const report = (await this.connection.getStats()) as unknown as Map<string, RTCStats>;
    if (this.isOver) return;
    const now = performance.now();
    void this.picture.note(report, now);
    this.see(countFrames(report), now);
    if (!this.pulse.beat(readCounters(report), now)) {
      this.die();
    } else if (this.pulse.hasMedia && !this.isFlowing) {
      this.isFlowing = true;
      this.listener.onFlow();
    }
  }

  private see(frames: number, now: number): void {
    const shown = this.watch.note(frames, now);
    if (shown === this.shown) return;
    this.shown = shown;
    this.listener.onShown(shown);
  }

  private die(): void {
    this.stop();
    this.listener.onDead();
  }
}

function tracksOf(stream: MediaStream | null, kind: "audio" | "video"): MediaStreamTrack[] {
  return (kind === "audio" ? stream?.getAudioTracks() : stream?.getVideoTracks()) ?? [];
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
