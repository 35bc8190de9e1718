import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Peer } from "../../src/call/peer";

class FakeSender {
  track: unknown = null;
  parameters = { encodings: [{}] as Record<string, unknown>[] };
  getParameters = () => this.parameters;
  setParameters = () => Promise.resolve();
  replaceTrack = (track: unknown) => {
    this.track = track;
    return Promise.resolve();
  };
}

class FakeConnection {
  static newest: FakeConnection;
  connectionState = "new";
  signalingState = "stable";
  onconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  remoteDescription: unknown = null;
  isClosed = false;
  stats = new Map<string, unknown>();
  readonly kinds: string[] = [];
  readonly directions: (string | undefined)[] = [];
  private readonly transceivers: { sender: FakeSender; setCodecPreferences: () => void }[] = [];

  constructor(readonly configuration: RTCConfiguration) {
    FakeConnection.newest = this;
  }

  addTransceiver(kind: string, init: RTCRtpTransceiverInit): unknown {
    this.kinds.push(kind);
    this.directions.push(init.direction);
    const transceiver = { sender: new FakeSender(), setCodecPreferences: vi.fn() };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers = () => this.transceivers;
  getReceivers = () => this.kinds.map((_, line) => ({ track: { id: String(line) } }));
  createOffer = () => Promise.resolve({ type: "offer", sdp: "v=0" });

  setLocalDescription(description: { sdp: string }): Promise<void> {
    this.localDescription = description;
    this.signalingState = "have-local-offer";
    return Promise.resolve();
  }

  setRemoteDescription(description: unknown): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = "stable";
    return Promise.resolve();
  }

  getStats = () => Promise.resolve(this.stats);

  close(): void {
    this.isClosed = true;
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  receive(bytes: number, packets: number, available: number | null = null, frames = 0): void {
    this.stats.set("pair", {
      type: "candidate-pair",
      nominated: true,
      bytesReceived: bytes,
      ...(available === null ? {} : { availableOutgoingBitrate: available }),
    });
    this.stats.set("video", {
      type: "inbound-rtp",
      packetsReceived: packets,
      framesDecoded: frames,
    });
  }
}

class FakeStream {
  constructor(readonly tracks: readonly { id: string }[] = []) {}
}

function linesOf(stream: MediaStream | undefined): string {
  return (stream as unknown as FakeStream).tracks.map(({ id }) => id).join(" ");
}

const SERVERS = [{ urls: ["turn:turn.bank.example"], username: "9:ses_1", credential: "x" }];

describe("a peer", () => {
  let peer: Peer;
  let connection: FakeConnection;
  let news: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("RTCPeerConnection", FakeConnection);
    vi.stubGlobal("MediaStream", FakeStream);
    vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
    news = [];
    peer = new Peer(null, null, SERVERS, 6_000, {
      onFlow: () => news.push("flow"),
      onQuiet: () => news.push("quiet"),
      onSilent: () => news.push("silent"),
      onRung: (rung) => news.push(rung),
      onShown: (shown) => news.push(shown),
    });
    connection = FakeConnection.newest;
  });

  afterEach(() => {
    peer.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("has the same lines whatever it sends: voice, face, screen, two more persons", () => {
    expect(connection.kinds.join(" ")).toBe("audio video video audio video audio video");
    expect(connection.directions.slice(0, 3)).toEqual(["sendrecv", "sendrecv", "sendrecv"]);
    expect(new Set(connection.directions.slice(3))).toEqual(new Set(["recvonly"]));
  });

  it("shows each person and the screen by themselves", () => {
    expect(peer.remote.persons.map(linesOf)).toEqual(["0 1", "3 4", "5 6"]);
    expect(linesOf(peer.remote.screen)).toBe("2");
  });

  it("sends a screen in its own line, and goes on with voice and face", async () => {
    const screen = { kind: "video" } as MediaStreamTrack;
    await peer.send(null, screen);
    expect(connection.getTransceivers().map(({ sender }) => sender.track)[2]).toBe(screen);
    await peer.send(null, null);
    expect(connection.getTransceivers()[2]?.sender.track).toBeNull();
  });

  it("may go through the relays, and need not", () => {
    expect(connection.configuration.iceServers).toEqual(SERVERS);
    expect(connection.configuration.iceTransportPolicy).toBeUndefined();
  });

  it("offers without waiting for a relay to answer", async () => {
    expect(await peer.offer()).toBe("v=0");
  });

  it("limits its picture to about a megabit", async () => {
    await peer.offer();
    expect(connection.getTransceivers()[1]?.sender.parameters.encodings[0]).toMatchObject({
      maxBitrate: 1_000_000,
    });
  });

  it("takes one answer", async () => {
    await peer.offer();
    await peer.accept("first");
    await peer.accept("second");
    expect(connection.remoteDescription).toEqual({ type: "answer", sdp: "first" });
  });

  it("tells the first media once", async () => {
    connection.become("connected");
    connection.receive(1000, 10);
    await vi.advanceTimersByTimeAsync(500);
    expect(news).toEqual(["flow"]);
  });

  it("is silent within two seconds, warns before, and says so once", async () => {
    connection.become("connected");
    connection.receive(1000, 10);
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(2000);
    expect([...new Set(news)]).toEqual(["flow", "quiet", "silent"]);
    const told = news.length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(news).toHaveLength(told);
  });

  it("tells when it is heard again after a silence", async () => {
    connection.become("connected");
    connection.receive(1000, 10);
    await vi.advanceTimersByTimeAsync(5000);
    connection.receive(2000, 20);
    await peer.look();
    expect(news[news.length - 1]).toBe("flow");
  });

  it("is silent as soon as the browser says so", () => {
    connection.become("failed");
    expect(news).toEqual(["silent"]);
  });

  it("sends less as soon as the link bears less, and nothing but the sound at worst", async () => {
    await peer.offer();
    connection.become("connected");
    const [, video] = connection.getTransceivers();
    for (let second = 0; second < 24; second += 1) {
      connection.receive(second, second, second < 8 ? 100_000 : 30_000);
      if (second === 16) peer.noteLossBeyond(0.4);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(news.filter((each) => each !== "quiet")).toEqual(["flow", "small", "stills", "sound"]);
    expect(video?.sender.parameters.encodings[0]).toMatchObject({ active: false });
  });

  it("tells when the other side's picture stops while the sound goes on", async () => {
    connection.become("connected");
    for (let tenth = 0; tenth < 120; tenth += 1) {
      connection.receive(1000 + tenth, tenth, null, Math.min(tenth, 60));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(news.filter((each) => each !== "stills")).toEqual(["moving", "flow", "stopped"]);
  });

  it("says nothing after it was closed", async () => {
    peer.close();
    connection.become("failed");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(news).toEqual([]);
  });

  it("is closed in the middle of a change of tracks without a complaint", async () => {
    const [audio] = connection.getTransceivers();
    if (audio === undefined) throw new Error("no transceiver");
    audio.sender.replaceTrack = () => Promise.reject(new Error("InvalidStateError"));
    await expect(peer.send(null, null)).rejects.toThrow("InvalidStateError");
    connection.signalingState = "closed";
    await expect(peer.send(null, null)).resolves.toBeUndefined();
  });
});
