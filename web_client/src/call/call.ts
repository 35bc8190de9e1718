/**
 * One participant's side of the meeting's media, over as many connections as it takes.
 *
 * Follow the view's `media_epoch`; hear the answers; the rest is done here: a silent connection is
 * replaced by a new one, one at a time, sooner at first and then more patiently. Until the new one
 * has a picture, the silent one goes on: after a short outage it is the first to be heard again.
 */

import { Backoff } from "../wire/backoff";
import type { MediaAnswered, MediaRefused, Quality, SendMediaOffer } from "../wire/messages";
import { newName } from "../wire/names";
import type { Rung } from "./ladder";
import { Peer, type PeerListener, type Remote } from "./peer";
import type { Shown } from "./picture-watch";

const STEPS_MS = [0, 500, 1_000, 2_000, 3_000] as const;
/** Short at first: a browser that has just changed its network may try the old one's addresses. */
const CONNECT_WITHIN_MS = [2_500, 4_000, 6_000] as const;
const UNVARIED = () => 0.5;

export type CallState = "idle" | "connecting" | "connected" | "reconnecting";

/** The part of a peer that a call uses. */
export type PeerLike = Pick<
  Peer,
  "remote" | "offer" | "accept" | "send" | "noteLossBeyond" | "look" | "close"
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
  /** Makes sure that the server can be reached; kept when it is, however long that takes. */
  reach(): Promise<void>;
  ask(offer: Omit<SendMediaOffer, "request_id">): Promise<void>;
  /** The TURN servers of a connection that is made now; soon, and it never fails. */
  findRelays(): Promise<RTCIceServer[]>;
  makePeer?(
    local: MediaStream | null,
    screen: MediaStreamTrack | null,
    iceServers: RTCIceServer[],
    connectWithinMs: number,
    listener: PeerListener,
  ): PeerLike;
}

export class Call {
  private local: MediaStream | null = null;
  private screen: MediaStreamTrack | null = null;
  private epoch: number | null = null;
  /** The connection that flowed last; its picture is on screen. */
  private current: PeerLike | null = null;
  private isHeard = false;
  /** The current one belongs to a node or a network that was left: it has to be replaced. */
  private isOutdated = false;
  /** The connection that is made to replace it, from its offer to its picture. */
  private next: PeerLike | null = null;
  /** What the newest try calls its connection; empty when nothing is tried. */
  private name = "";
  private shown: Remote | null = null;
  private state: CallState = "idle";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff(STEPS_MS);
  private readonly patience = new Backoff(CONNECT_WITHIN_MS, UNVARIED);

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
    else this.leave();
  }

  /** Sends this stream from now on, also over the connections to come. */
  send(local: MediaStream | null): void {
    this.local = local;
    this.sendBoth();
  }

  /** Sends this as one's screen from now on, null for none. */
  sendScreen(screen: MediaStreamTrack | null): void {
    this.screen = screen;
    this.sendBoth();
  }

  /** How the other side's link is: what it loses on the way down is one's own picture. */
  noteOther(quality: Quality | null): void {
    this.current?.noteLossBeyond(quality?.down.loss ?? 0);
  }

  hear(message: MediaAnswered | MediaRefused): void {
    const next = this.next;
    if (next === null || message.connection !== this.name) return;
    if (message.type === "media_refused") {
      this.tryAnew();
      return;
    }
    next.accept(message.sdp).catch(() => {
      if (this.next === next) this.tryAnew();
    });
  }

  close(): void {
    window.removeEventListener("online", this.onOnline);
    this.follow(null);
  }

  private sendBoth(): void {
    void this.current?.send(this.local, this.screen);
    void this.next?.send(this.local, this.screen);
  }

  /** For another node or network; what still comes from the old one is shown meanwhile. */
  private leave(): void {
    this.isOutdated = this.current !== null;
    this.backoff.reset();
    this.patience.reset();
    this.tryAnew();
  }

  private tryAnew(): void {
    this.abandonTry();
    if (this.isHeard && !this.isOutdated) return;
    this.showState();
    const name = (this.name = newName());
    this.timer = setTimeout(() => {
      void this.connect(name);
    }, this.backoff.next());
  }

  private async connect(name: string): Promise<void> {
    const iceServers = await this.surroundings.findRelays();
    if (this.current !== null) await this.makeSure();
    if (this.name !== name) return;
    const peer = this.makeNext(iceServers);
    // A later connection is shown when it has a picture: until then the last one stays on screen.
    if (this.shown === null) this.show(peer.remote);
    try {
      const sdp = await peer.offer();
      if (this.next !== peer) return;
      await this.surroundings.ask({ type: "send_media_offer", connection: name, sdp });
    } catch {
      if (this.next === peer) this.tryAnew();
    }
  }

  /** An offer ends the current connection: none is made while that may only be out of reach. */
  private async makeSure(): Promise<void> {
    await this.surroundings.reach();
    await this.current?.look();
  }

  private makeNext(iceServers: RTCIceServer[]): PeerLike {
    const peer = (this.surroundings.makePeer ?? makePeer)(
      this.local,
      this.screen,
      iceServers,
      this.patience.next(),
      {
        onFlow: () => {
          this.noteFlow(peer);
        },
        onQuiet: () => {
          if (this.current === peer) void this.surroundings.reach();
        },
        onSilent: () => {
          this.noteSilence(peer);
        },
        onRung: (rung) => {
          if (this.current === peer) this.listener.onRung(rung);
        },
        onShown: (shown) => {
          if (this.shown === peer.remote) this.listener.onShown(shown);
        },
      },
    );
    this.next = peer;
    return peer;
  }

  private noteFlow(peer: PeerLike): void {
    if (peer === this.next) this.replaceCurrent(peer);
    else if (peer !== this.current) return;
    this.isHeard = true;
    if (this.next === null && !this.isOutdated) this.rest();
    this.showState();
  }

  private noteSilence(peer: PeerLike): void {
    if (peer === this.next) this.tryAnew();
    if (peer !== this.current) return;
    this.isHeard = false;
    this.showState();
    if (this.name === "") this.tryAnew();
  }

  private replaceCurrent(peer: PeerLike): void {
    this.current?.close();
    this.current = peer;
    this.next = null;
    this.isOutdated = false;
    this.listener.onRung("full");
    this.show(peer.remote);
  }

  private rest(): void {
    this.abandonTry();
    this.backoff.reset();
    this.patience.reset();
  }

  private end(): void {
    this.abandonTry();
    this.current?.close();
    this.current = null;
    this.isHeard = this.isOutdated = false;
    this.show(null);
    this.showState();
  }

  private show(remote: Remote | null): void {
    if (this.shown === remote) return;
    this.shown = remote;
    this.listener.onRemote(remote);
  }

  /** Whether it waits for its time, for its servers or for its picture. */
  private abandonTry(): void {
    clearTimeout(this.timer);
    this.name = "";
    this.next?.close();
    this.next = null;
  }

  private showState(): void {
    const state = this.findState();
    if (this.state === state) return;
    this.state = state;
    this.listener.onState(state);
  }

  private findState(): CallState {
    if (this.epoch === null) return "idle";
    if (this.isHeard) return "connected";
    return this.current === null ? "connecting" : "reconnecting";
  }

  private readonly onOnline = (): void => {
    if (this.epoch !== null) this.leave();
  };
}

function makePeer(...parts: ConstructorParameters<typeof Peer>): PeerLike {
  return new Peer(...parts);
}
