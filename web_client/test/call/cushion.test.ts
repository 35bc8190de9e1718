import { describe, expect, it } from "vitest";
import { Cushion, readFreezes } from "../../src/call/cushion";

/** So many freezes of a third of a second. */
const short = (count: number) => ({ count, seconds: count / 3 });

describe("the cushion of what is shown", () => {
  it("grows where the picture freezes again, then with each freeze, up to half a second", () => {
    const cushion = new Cushion();
    expect(cushion.note(short(0), 0)).toBe(0);
    expect(cushion.note(short(1), 250)).toBe(0);
    expect(cushion.note(short(2), 500)).toBe(250);
    expect(cushion.note(short(2), 750)).toBe(250);
    expect(cushion.note(short(3), 9_000)).toBe(500);
    expect(cushion.note(short(9), 9_250)).toBe(500);
  });

  it("does not grow by a freeze now and then", () => {
    const cushion = new Cushion();
    for (let count = 1; count < 20; count++) {
      expect(cushion.note(short(count), count * 9_000)).toBe(0);
    }
  });

  it("shrinks slowly after a minute of calm", () => {
    const cushion = new Cushion();
    cushion.note(short(2), 0);
    expect(cushion.note(short(2), 60_000)).toBe(250);
    expect(cushion.note(short(2), 60_001)).toBe(200);
    expect(cushion.note(short(2), 90_000)).toBe(200);
    expect(cushion.note(short(2), 120_002)).toBe(150);
  });

  it.each([5, 0.8])("does not grow by %s s, which it could not have bridged", (seconds) => {
    const cushion = new Cushion();
    for (let count = 1; count < 9; count++) {
      expect(cushion.note({ count, seconds: count * seconds }, count * 250)).toBe(0);
    }
  });

  it("is read from the picture's statistics", () => {
    const entry = { type: "inbound-rtp", freezeCount: 3, totalFreezesDuration: 1.5 };
    const report = new Map<string, RTCStats>([
      ["a", { type: "inbound-rtp" } as unknown as RTCStats],
      ["b", entry as unknown as RTCStats],
    ]);
    expect(readFreezes(report)).toEqual({ count: 3, seconds: 1.5 });
  });
});
