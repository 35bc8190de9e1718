import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Studio } from "../../src/call/studio";

class FakeTrack extends EventTarget {
  onended: (() => void) | null = null;
  enabled = true;
  isStopped = false;

  constructor(readonly kind: "audio" | "video") {
    super();
  }

  stop(): void {
    this.isStopped = true;
  }
}

class FakeStream {
  constructor(readonly tracks: FakeTrack[]) {}
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === "audio");
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === "video");
}

class FakeDevices extends EventTarget {
  failure: string | null = null;
  readonly asked: MediaStreamConstraints[] = [];

  getUserMedia = (constraints: MediaStreamConstraints): Promise<unknown> => {
    this.asked.push(constraints);
    if (this.failure !== null) return Promise.reject(new DOMException("", this.failure));
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind] !== undefined);
    return Promise.resolve(new FakeStream(kinds.map((kind) => new FakeTrack(kind))));
  };

  enumerateDevices = () => Promise.resolve([]);
}

describe("a studio", () => {
  let devices: FakeDevices;
  let streams: (FakeStream | null)[];
  let problems: (string | null)[];
  let studio: Studio;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("MediaStream", FakeStream);
    devices = new FakeDevices();
    streams = [];
    problems = [];
    studio = new Studio(devices as unknown as MediaDevices, {
      onStream: (stream) => streams.push(stream as unknown as FakeStream | null),
      onProblem: (problem) => problems.push(problem),
    });
  });

  afterEach(() => {
    studio.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("opens camera and microphone once", async () => {
    await Promise.all([studio.open(), studio.open()]);
    expect(devices.asked).toHaveLength(1);
    expect(streams[0]?.tracks.map(({ kind }) => kind)).toEqual(["audio", "video"]);
  });

  it("names a problem and goes on by itself when it is gone", async () => {
    devices.failure = "NotAllowedError";
    await studio.open();
    expect(problems).toEqual(["refused"]);
    devices.failure = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(problems).toEqual(["refused", null]);
    expect(streams).toHaveLength(1);
  });

  it("tells a camera that vanishes in mid-call and takes the next one", async () => {
    await studio.open();
    streams[0]?.tracks[1]?.onended?.();
    expect(problems).toEqual([null, "lost"]);
    expect(streams[1]).toBeNull();
    devices.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(streams[2]?.tracks).toHaveLength(2);
  });

  it("lets the old camera go before it opens another, and keeps the sound", async () => {
    await studio.open();
    const [first] = streams;
    await studio.take({ facing: "environment", size: "document" });
    expect(first?.tracks.map(({ isStopped }) => isStopped)).toEqual([false, true]);
    expect(streams[1]?.getAudioTracks()).toEqual(first?.getAudioTracks());
    expect(studio.facing).toBe("environment");
  });

  it("is back on the camera before when another one does not open", async () => {
    await studio.open();
    devices.failure = "NotReadableError";
    const taking = studio.take({ facing: "environment", size: "call" });
    await expect(taking).rejects.toMatchObject({ problem: "in_use" });
    devices.failure = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(studio.facing).toBe("user");
    expect(streams[streams.length - 1]?.tracks).toHaveLength(2);
  });

  it("stays muted and dark over a change of camera", async () => {
    await studio.open();
    studio.mute(true);
    studio.darken(true);
    await studio.take({ facing: "environment", size: "call" });
    expect(streams[1]?.tracks.map(({ enabled }) => enabled)).toEqual([false, false]);
  });

  it("lets everything go when it is closed, also what opens late", async () => {
    const opening = studio.open();
    studio.close();
    await opening;
    expect(streams).toEqual([null]);
  });
});
