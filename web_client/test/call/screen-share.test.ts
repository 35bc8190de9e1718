import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ScreenShare } from "../../src/call/screen-share";

class FakeTrack {
  contentHint = "";
  onended: (() => void) | null = null;
  isStopped = false;

  stop(): void {
    this.isStopped = true;
  }
}

describe("sharing one's screen", () => {
  let track: FakeTrack;
  let asked: boolean[];
  let sent: unknown[];
  let shown: boolean[];
  let isTaken: boolean;
  let share: ScreenShare;

  beforeEach(() => {
    track = new FakeTrack();
    [asked, sent, shown, isTaken] = [[], [], [], true];
    vi.stubGlobal("navigator", {
      mediaDevices: {
        getDisplayMedia: () => Promise.resolve({ getVideoTracks: () => [track] }),
      },
    });
    share = new ScreenShare({
      ask: (isShown) => {
        asked.push(isShown);
        return Promise.resolve(isTaken);
      },
      send: (found) => sent.push(found),
      onShown: (isShown) => shown.push(isShown),
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("sends nothing before the meeting shows it", async () => {
    await share.begin();
    expect([asked, sent]).toEqual([[true], []]);
    share.follow(true);
    expect(sent).toEqual([track]);
  });

  it("lets the screen go when the meeting does not take it", async () => {
    isTaken = false;
    await share.begin();
    expect(track.isStopped).toBe(true);
    expect(shown).toEqual([true, false]);
  });

  it("ends when the person ends it in the browser's own bar", async () => {
    await share.begin();
    share.follow(true);
    track.onended?.();
    await Promise.resolve();
    expect(sent).toEqual([track, null]);
    expect(asked).toEqual([true, false]);
  });

  it("ends when the meeting shows it no more, and asks for nothing", async () => {
    await share.begin();
    share.follow(true);
    share.follow(false);
    expect(track.isStopped).toBe(true);
    expect(asked).toEqual([true]);
  });

  it("takes away what an earlier page of the same person showed", () => {
    share.follow(true);
    expect([asked, sent]).toEqual([[false], []]);
  });

  it("is not ended by a view from before the meeting took it", async () => {
    await share.begin();
    share.follow(false);
    expect(track.isStopped).toBe(false);
  });

  it("does nothing when nobody chooses a screen", async () => {
    vi.stubGlobal("navigator", {
      mediaDevices: { getDisplayMedia: () => Promise.reject(new Error("NotAllowedError")) },
    });
    await share.begin();
    expect([asked, shown]).toEqual([[], []]);
  });
});
