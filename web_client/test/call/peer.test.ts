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
  private readonly transceivers: { sender: FakeSender; setCodecPreferences: () => void }[] = [];

  constructor(readonly configuration: RTCConfiguration) {
    FakeConnection.newest = this;
  }

  addTransceiver(kind: string): unknown {
    this.kinds.push(kind);
    const transceiver = { sender: new FakeSender(), setCodecPreferences: vi.fn() };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers = () => this.transceivers;
  getReceivers = () => [];
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

  receive(bytes: number, packets: number): void {
    this.stats.set("pair", { type: "candidate-pair", bytesReceived: bytes });
    this.stats.set("video", { type: "inbound-rtp", packetsReceived: packets });
  }
}

const SERVERS = [{ urls: ["turn:turn.bank.example"], username: "9:ses_1", credential: "x" }];

describe("a peer", () => {
  let peer: Peer;
  let connection: FakeConnection;
  let news: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("RTCPeerConnection", FakeConnection);
    vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
    news = [];
    peer = new Peer(null, SERVERS, 6_000, {
      onFlow: () => news.push("flow"),
      onQuiet: () => news.push("quiet"),
      onSilent: () => news.push("silent"),
    });
    connection = FakeConnection.newest;
  });

  afterEach(() => {
    peer.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("has sound first, picture second, whatever it sends", () => {
    expect(connection.kinds).toEqual(["audio", "video"]);
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
    await expect(peer.send(null)).rejects.toThrow("InvalidStateError");
    connection.signalingState = "closed";
    await expect(peer.send(null)).resolves.toBeUndefined();
  });
});
