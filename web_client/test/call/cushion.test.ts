import { describe, expect, it } from "vitest";
import { Cushion, readFreezes } from "../../src/call/cushion";

const LOOK_MS = 250;

/** A picture that is looked at four times a second; what it kept is in the order of the looks. */
class Picture {
  private readonly cushion = new Cushion();
  private now = 0;
  private so = { count: 0, seconds: 0, requests: 0 };

  /** So many looks, with a packet asked for before each where the link loses some. */
  pass(looks: number, link: "good" | "losing"): number {
    let kept = 0;
    for (let look = 0; look < looks; look += 1) {
      const requests = this.so.requests + (link === "losing" ? 1 : 0);
      this.so = { ...this.so, requests };
      this.now += LOOK_MS;
      kept = this.cushion.note(this.so, this.now);
    }
    return kept;
  }

  freeze(seconds: number, link: "good" | "losing"): number {
    this.so = { ...this.so, count: this.so.count + 1, seconds: this.so.seconds + seconds };
    return this.pass(1, link);
  }
}

describe("the cushion of what is shown", () => {
  it("is half a second after a freeze over a link that loses packets", () => {
    const picture = new Picture();
    expect(picture.pass(8, "losing")).toBe(0);
    expect(picture.freeze(0.35, "losing")).toBe(500);
    expect(picture.freeze(0.35, "losing")).toBe(500);
  });

  it("is none after freezes over a link that loses nothing else", () => {
    const picture = new Picture();
    for (let change = 0; change < 10; change += 1) {
      expect(picture.freeze(0.4, "losing")).toBe(0);
      expect(picture.freeze(0.4, "losing")).toBe(0);
      expect(picture.pass(20, "good")).toBe(0);
    }
  });

  it.each([5, 0.8])("is none after %s s, which it could not have bridged", (seconds) => {
    const picture = new Picture();
    picture.pass(20, "losing");
    expect(picture.freeze(seconds, "losing")).toBe(0);
    expect(picture.freeze(0.4, "losing")).toBe(500);
  });

  it("shrinks slowly after a minute of calm", () => {
    const picture = new Picture();
    picture.pass(8, "losing");
    picture.freeze(0.35, "losing");
    expect(picture.pass(4 * 60, "good")).toBe(500);
    expect(picture.pass(1, "good")).toBe(450);
    expect(picture.pass(4 * 60, "good")).toBe(450);
    expect(picture.pass(1, "good")).toBe(400);
  });

  it("is read from the picture's statistics", () => {
    const entry = { freezeCount: 3, totalFreezesDuration: 1.5, nackCount: 7 };
    const report = new Map<string, RTCStats>([
      ["a", { type: "inbound-rtp" } as unknown as RTCStats],
      ["b", { type: "inbound-rtp", ...entry } as unknown as RTCStats],
    ]);
    expect(readFreezes(report)).toEqual({ count: 3, seconds: 1.5, requests: 7 });
  });
});
