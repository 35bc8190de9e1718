import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Call, type CallState, type PeerLike } from "../../src/call/call";
import type { PeerListener, Remote } from "../../src/call/peer";
import type { Quality } from "../../src/wire/messages";

class FakePeer implements PeerLike {
  readonly remote: Remote = { persons: [], screen: new MediaStream() };
  isClosed = false;
  /** What a look at it finds out. */
  found: () => void = () => undefined;
  readonly answers: string[] = [];
  readonly streams: (MediaStream | null)[] = [];
  lossBeyond = 0;

  constructor(readonly listener: PeerListener) {}

  offer(): Promise<string> {
    return Promise.resolve("offer");
  }

  accept(sdp: string): Promise<void> {
    this.answers.push(sdp);
    return sdp === "nonsense" ? Promise.reject(new Error(sdp)) : Promise.resolve();
  }

  send(local: MediaStream | null): Promise<void> {
    this.streams.push(local);
    return Promise.resolve();
  }

  noteLossBeyond(loss: number): void {
    this.lossBeyond = loss;
  }

  look(): Promise<void> {
    this.found();
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
  }
}

class Meeting {
  readonly peers: FakePeer[] = [];
  readonly offered: string[] = [];
  readonly states: CallState[] = [];
  readonly shown: (Remote | null)[] = [];
  readonly rungs: string[] = [];
  readonly pictures: string[] = [];
  readonly iceServers: RTCIceServer[][] = [];
  readonly patience: number[] = [];
  relays: Promise<RTCIceServer[]> = Promise.resolve([]);
  reached: Promise<void> = Promise.resolve();
  readonly call = new Call(
    {
      onState: (state) => this.states.push(state),
      onRemote: (remote) => this.shown.push(remote),
      onRung: (rung) => this.rungs.push(rung),
      onShown: (shown) => this.pictures.push(shown),
    },
    {
      reach: () => this.reached,
      ask: ({ connection }) => {
        this.offered.push(connection);
        return Promise.resolve();
      },
      findRelays: () => this.relays,
      makePeer: (_local, _screen, iceServers, connectWithinMs, listener) => {
        this.patience.push(connectWithinMs);
        this.iceServers.push(iceServers);
        const peer = new FakePeer(listener);
        this.peers.push(peer);
        return peer;
      },
    },
  );

  get peer(): FakePeer {
    return this.peers[this.peers.length - 1] as FakePeer;
  }

  get connection(): string {
    return this.offered[this.offered.length - 1] ?? "";
  }

  async connect(epoch = 1): Promise<void> {
    this.call.follow(epoch);
    await vi.advanceTimersByTimeAsync(10);
    this.call.hear({ type: "media_answered", connection: this.connection, sdp: "answer" });
    this.peer.listener.onFlow();
  }
}

describe("a call", () => {
  let meeting: Meeting;

  beforeEach(() => {
    vi.useFakeTimers();
    meeting = new Meeting();
  });

  afterEach(() => {
    meeting.call.close();
    vi.useRealTimers();
  });

  it("offers when there is a place to connect to, and takes that offer's answer only", async () => {
    meeting.call.follow(1);
    await vi.advanceTimersByTimeAsync(10);
    meeting.call.hear({ type: "media_answered", connection: "another", sdp: "wrong" });
    meeting.call.hear({ type: "media_answered", connection: meeting.connection, sdp: "right" });
    expect(meeting.peer.answers).toEqual(["right"]);
  });

  it("does nothing when the same epoch is seen again", async () => {
    await meeting.connect();
    meeting.call.follow(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(meeting.peers).toHaveLength(1);
    expect(meeting.states).toEqual(["connecting", "connected"]);
  });

  it("connects anew to another node when the epoch rises", async () => {
    await meeting.connect();
    const [before] = meeting.peers;
    meeting.call.follow(2);
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.peers).toHaveLength(2);
    meeting.peer.listener.onFlow();
    expect(before?.isClosed).toBe(true);
  });

  it("replaces a silent connection, which goes on until the new one has a picture", async () => {
    await meeting.connect();
    meeting.peer.listener.onSilent();
    expect(meeting.states[meeting.states.length - 1]).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(10);
    const [first, second] = meeting.peers;
    expect(meeting.shown).toEqual([first?.remote]);
    expect(first?.streams).toEqual([]);
    expect(first?.isClosed).toBe(false);
    second?.listener.onFlow();
    expect(first?.isClosed).toBe(true);
    expect(meeting.shown).toEqual([first?.remote, second?.remote]);
    expect(meeting.states[meeting.states.length - 1]).toBe("connected");
  });

  it("makes no offer while the server is out of reach", async () => {
    await meeting.connect();
    let comeBack: () => void = () => undefined;
    meeting.reached = new Promise((resolve) => (comeBack = resolve));
    meeting.peer.listener.onSilent();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(meeting.offered).toHaveLength(1);
    comeBack();
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.offered).toHaveLength(2);
  });

  it("keeps the connection that is heard again before an offer was made", async () => {
    await meeting.connect();
    const { listener } = meeting.peer;
    meeting.reached = new Promise((resolve) => setTimeout(resolve, 5_000));
    listener.onSilent();
    meeting.peer.found = () => {
      listener.onFlow();
    };
    await vi.advanceTimersByTimeAsync(10_000);
    expect(meeting.offered).toHaveLength(1);
    expect(meeting.states).toEqual(["connecting", "connected", "reconnecting", "connected"]);
  });

  it("replaces a connection of a network that was left, even while it is heard", async () => {
    await meeting.connect();
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.offered).toHaveLength(2);
    expect(meeting.states).toEqual(["connecting", "connected"]);
    meeting.peer.listener.onFlow();
    expect(meeting.peers.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it("tries one connection at a time, more patiently each time", async () => {
    meeting.call.follow(1);
    const at: number[] = [];
    for (let now = 0; now < 7000; now += 100) {
      await vi.advanceTimersByTimeAsync(100);
      if (meeting.peers.length > at.length) {
        at.push(now);
        meeting.peer.listener.onSilent();
      }
    }
    expect(meeting.peers.filter(({ isClosed }) => !isClosed)).toHaveLength(0);
    const waits = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(3);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });

  it("gives a later try more time, and begins anew with the next trouble", async () => {
    meeting.call.follow(1);
    for (let tries = 0; tries < 3; tries++) {
      await vi.advanceTimersByTimeAsync(2_000);
      meeting.peer.listener.onSilent();
    }
    await vi.advanceTimersByTimeAsync(3_000);
    meeting.peer.listener.onFlow();
    meeting.peer.listener.onSilent();
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.patience).toEqual([2_500, 4_000, 6_000, 6_000, 2_500]);
  });

  it.each([
    ["refused", { type: "media_refused", code: "no_media_node" }],
    ["unreadable", { type: "media_answered", sdp: "nonsense" }],
  ] as const)("tries again after a %s answer", async (_name, answer) => {
    meeting.call.follow(1);
    await vi.advanceTimersByTimeAsync(10);
    meeting.call.hear({ ...answer, connection: meeting.connection });
    await vi.advanceTimersByTimeAsync(700);
    expect(meeting.peers).toHaveLength(2);
    expect(meeting.peers[0]?.isClosed).toBe(true);
  });

  it("sends a changed stream over the connection at hand", async () => {
    await meeting.connect();
    const stream = new MediaStream();
    meeting.call.send(stream);
    expect(meeting.peer.streams).toEqual([stream]);
  });

  it("tells what its own connection can send and show, which begins anew with the next", async () => {
    await meeting.connect();
    const [first] = meeting.peers;
    first?.listener.onRung("stills");
    first?.listener.onShown("moving");
    first?.listener.onSilent();
    await meeting.connect(2);
    first?.listener.onRung("sound");
    expect(meeting.rungs).toEqual(["full", "stills", "full"]);
    expect(meeting.pictures).toEqual(["moving"]);
  });

  it("tells the connection at hand what the other side's link loses", async () => {
    const way = { loss: 0.2, jitter_ms: 5, kbps: 100 };
    const quality: Quality = { level: "weak", rtt_ms: null, up: { ...way, loss: 0 }, down: way };
    meeting.call.noteOther(quality);
    await meeting.connect();
    meeting.call.noteOther(quality);
    expect(meeting.peer.lossBeyond).toBe(0.2);
    meeting.call.noteOther(null);
    expect(meeting.peer.lossBeyond).toBe(0);
  });

  it("gives each connection the relays of its moment", async () => {
    await meeting.connect();
    const servers = [{ urls: ["turn:turn.bank.example"] }];
    meeting.relays = Promise.resolve(servers);
    meeting.peer.listener.onSilent();
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.iceServers).toEqual([[], servers]);
  });

  it("makes one connection when the place changes while the relays are asked for", async () => {
    meeting.relays = new Promise((resolve) => setTimeout(resolve, 500, []));
    meeting.call.follow(1);
    await vi.advanceTimersByTimeAsync(100);
    meeting.call.follow(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(meeting.peers).toHaveLength(1);
  });

  it("connects to nothing when it ends while the relays are asked for", async () => {
    meeting.relays = new Promise((resolve) => setTimeout(resolve, 500, []));
    meeting.call.follow(1);
    await vi.advanceTimersByTimeAsync(100);
    meeting.call.follow(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(meeting.peers).toHaveLength(0);
  });

  it("ends when there is nothing to connect to any more", async () => {
    await meeting.connect();
    meeting.call.follow(null);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(meeting.peer.isClosed).toBe(true);
    expect(meeting.peers).toHaveLength(1);
    expect(meeting.shown[meeting.shown.length - 1]).toBeNull();
  });
});
