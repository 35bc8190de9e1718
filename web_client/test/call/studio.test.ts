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
  missing: "audio" | "video" | null = null;
  readonly asked: MediaStreamConstraints[] = [];

  getUserMedia = (constraints: MediaStreamConstraints): Promise<unknown> => {
    this.asked.push(constraints);
    if (this.failure !== null) return Promise.reject(new DOMException("", this.failure));
    if (this.missing !== null && constraints[this.missing] !== undefined) {
      return Promise.reject(new DOMException("", "NotFoundError"));
    }
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind] !== undefined);
    return Promise.resolve(new FakeStream(kinds.map((kind) => new FakeTrack(kind))));
  };

  enumerateDevices = () => Promise.resolve([]);
}

const kindsOf = (stream: FakeStream | null | undefined) => stream?.tracks.map(({ kind }) => kind);

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
    expect(kindsOf(streams[0])).toEqual(["audio", "video"]);
  });

  it("opens the microphone alone where no picture is wanted, and the camera when it is", async () => {
    await studio.showFace(false);
    expect(devices.asked).toEqual([]);
    await studio.open();
    expect(kindsOf(streams[0])).toEqual(["audio"]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(devices.asked).toHaveLength(1);
    await studio.showFace(true);
    expect(kindsOf(streams[1])).toEqual(["audio", "video"]);
    const [sound, picture] = streams[1]?.tracks ?? [];
    expect(sound).toBe(streams[0]?.tracks[0]);
    await studio.showFace(false);
    expect(streams[2]?.tracks).toEqual([sound]);
    expect(sound).toHaveProperty("isStopped", false);
    expect(picture).toHaveProperty("isStopped", true);
    expect(new Set(problems)).toEqual(new Set([null]));
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

  it("goes on with the sound when the camera vanishes, and takes the next camera", async () => {
    await studio.open();
    const [sound] = streams[0]?.tracks ?? [];
    streams[0]?.tracks[1]?.onended?.();
    expect(problems).toEqual([null, "lost"]);
    expect(streams[1]?.tracks).toEqual([sound]);
    devices.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(devices.asked[1]).not.toHaveProperty("audio");
    expect(kindsOf(streams[2])).toEqual(["audio", "video"]);
    expect(streams[2]?.tracks[0]).toBe(sound);
    expect(sound).toHaveProperty("isStopped", false);
    expect(problems).toEqual([null, "lost", null]);
  });

  it("goes on with the picture when the microphone vanishes", async () => {
    await studio.open();
    streams[0]?.tracks[0]?.onended?.();
    expect(kindsOf(streams[1])).toEqual(["video"]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(devices.asked[1]).not.toHaveProperty("video");
    expect(streams[2]?.tracks).toHaveLength(2);
  });

  it("has no stream when both vanish, as in a phone call, and both again after it", async () => {
    await studio.open();
    streams[0]?.tracks[0]?.onended?.();
    streams[1]?.tracks[0]?.onended?.();
    expect(streams[2]).toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(streams[3]?.tracks).toHaveLength(2);
  });

  it("opens the sound alone where there is no camera, and tells so", async () => {
    devices.missing = "video";
    await studio.open();
    expect(streams.map(kindsOf)).toEqual([["audio"]]);
    expect(problems).toEqual(["no_camera"]);
    devices.missing = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(streams[1]?.tracks).toHaveLength(2);
    expect(problems).toEqual(["no_camera", null]);
  });

  it("lets the old camera go before it opens another, and keeps the sound", async () => {
    await studio.open();
    const [first] = streams;
    await studio.take({ facing: "environment", size: "document" });
    expect(first?.tracks.map(({ isStopped }) => isStopped)).toEqual([false, true]);
    expect(streams[1]?.getAudioTracks()).toEqual(first?.getAudioTracks());
    expect(first?.getAudioTracks()).toHaveLength(1);
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
