/**
 * One participant's side of the meeting's media, over as many connections as it takes.
 *
 * Follow the view's `media_epoch`; hear the answers; the rest is done here: a dead connection is
 * replaced by a new one, one at a time, sooner at first and then more patiently.
 */

import { Backoff } from "../wire/backoff";
import type { MediaAnswered, MediaRefused, Quality, SendMediaOffer } from "../wire/messages";
import { newName } from "../wire/names";
import { Peer, type PeerListener, type Remote } from "./peer";
import type { Rung } from "./ladder";
import type { Shown } from "./picture-watch";

const STEPS_MS = [0, 500, 1_000, 2_000, 3_000] as const;

export type CallState = "idle" | "connecting" | "connected" | "reconnecting";

/** The part of a peer that a call uses. */
export type PeerLike = Pick<
  Peer,
  "remote" | "isConnected" | "offer" | "accept" | "send" | "noteLossBeyond" | "close"
>;

export interface CallListener {
  onState(state: CallState): void;
  /** Null at the end of the call; a new connection brings new streams. */
  onRemote(remote: Remote | null): void;
  /** How much of one's own picture the link bears; a new connection begins with all of it. */
  onRung(rung: Rung): void;
  /** What comes of the other side's picture. */
  onShown(shown: Shown): void;
}

export interface CallSurroundings {
  ask(offer: Omit<SendMediaOffer, "request_id">): Promise<void>;
  /** The TURN servers of a connection that is made now; soon, and it never fails. */
  findRelays(): Promise<RTCIceServer[]>;
  makePeer?(
    local: MediaStream | null,
    screen: MediaStreamTrack | null,
    iceServers: RTCIceServer[],
    listener: PeerListener,
  ): PeerLike;
}

export class Call {
  private local: MediaStream | null = null;
  private screen: MediaStreamTrack | null = null;
  private epoch: number | null = null;
  private peer: PeerLike | null = null;
  /** A dead connection whose last picture is still on screen. */
  private retired: PeerLike | null = null;
  private name = "";
  private shown: Remote | null = null;
  private state: CallState = "idle";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff(STEPS_MS);

  constructor(
    private readonly listener: CallListener,
    private readonly surroundings: CallSurroundings,
  ) {
    window.addEventListener("online", this.onOnline);
  }

  /** Connects when the epoch rises, ends the call when there is none. */
  follow(epoch: number | null): void {
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    if (epoch === null) this.end();
    else this.connectAnew();
  }

  /** Sends this stream from now on, also over the connections to come. */
  send(local: MediaStream | null): void {
    this.local = local;
    void this.peer?.send(local, this.screen);
  }

  /** Sends this as one's screen from now on, null for none. */
  sendScreen(screen: MediaStreamTrack | null): void {
    this.screen = screen;
    void this.peer?.send(this.local, screen);
  }

  hear(message: MediaAnswered | MediaRefused): void {
    const peer = this.peer;
    if (peer === null || message.connection !== this.name) return;
    if (message.type === "media_refused") {
      this.lose();
      return;
    }
    peer.accept(message.sdp).catch(() => {
      if (this.peer === peer) this.lose();
    });
  }

  /** How the other side's link is: what it loses on the way down is one's own picture. */
  noteOther(quality: Quality | null): void {
    this.peer?.noteLossBeyond(quality?.down.loss ?? 0);
  }

  close(): void {
    window.removeEventListener("online", this.onOnline);
    this.follow(null);
  }

  private connectAnew(): void {
    this.backoff.reset();
    this.lose();
  }

  private lose(): void {
    this.retire();
    this.become(
      this.state === "idle" || this.state === "connecting" ? "connecting" : "reconnecting",
    );
    this.timer = setTimeout(() => {
      void this.connect();
    }, this.backoff.next());
  }

  private async connect(): Promise<void> {
    const name = (this.name = newName());
    const iceServers = await this.surroundings.findRelays();
    if (this.name !== name) return;
    const peer = (this.surroundings.makePeer ?? makePeer)(this.local, this.screen, iceServers, {
      onFlow: () => {
        if (this.peer === peer) this.succeed(peer);
      },
      onDead: () => {
        if (this.peer === peer) this.lose();
      },
      onRung: (rung) => {
        if (this.peer === peer) this.listener.onRung(rung);
      },
      onShown: (shown) => {
        if (this.peer === peer) this.listener.onShown(shown);
      },
    });
    this.peer = peer;
    this.listener.onRung("full");
    // A later connection is shown when it has a picture: until then the last one stays on screen.
    if (this.shown === null) this.show(peer.remote);
    try {
      const sdp = await peer.offer();
      if (this.peer !== peer) return;
      await this.surroundings.ask({ type: "send_media_offer", connection: name, sdp });
    } catch {
      if (this.peer === peer) this.lose();
    }
  }

  private succeed(peer: PeerLike): void {
    this.backoff.reset();
    this.show(peer.remote);
    this.retired?.close();
    this.retired = null;
    this.become("connected");
  }

  private end(): void {
    this.abandonTry();
    this.peer?.close();
    this.retired?.close();
    this.peer = this.retired = null;
    this.show(null);
    this.become("idle");
  }

  private show(remote: Remote | null): void {
    if (this.shown === remote) return;
    this.shown = remote;
    this.listener.onRemote(remote);
  }

  private retire(): void {
    this.abandonTry();
    const peer = this.peer;
    this.peer = null;
    if (peer !== null && peer.remote === this.shown && this.state !== "connecting") {
      this.retired = peer;
      void peer.send(null, null);
    } else {
      peer?.close();
    }
  }

  /** Whether it waits for its time or for its servers. */
  private abandonTry(): void {
    clearTimeout(this.timer);
    this.name = "";
  }

  private become(state: CallState): void {
    if (this.state === state) return;
    this.state = state;
    this.listener.onState(state);
  }

  private readonly onOnline = (): void => {
    if (this.epoch !== null && this.peer?.isConnected !== true) this.connectAnew();
  };
}

function makePeer(...parts: ConstructorParameters<typeof Peer>): PeerLike {
  return new Peer(...parts);
}
