import { describe, expect, it } from "vitest";
import { Cushion, readFreezes } from "../../src/call/cushion";

/** So many freezes of a third of a second. */
const short = (count: number) => ({ count, seconds: count / 3 });

describe("the cushion of what is shown", () => {
  it("grows with each freeze, up to half a second", () => {
    const cushion = new Cushion();
    expect(cushion.note(short(0), 0)).toBe(0);
    expect(cushion.note(short(1), 250)).toBe(250);
    expect(cushion.note(short(1), 500)).toBe(250);
    for (let count = 2; count < 10; count++) cushion.note(short(count), 500 + count);
    expect(cushion.note(short(9), 1000)).toBe(500);
  });

  it("shrinks slowly after a minute of calm", () => {
    const cushion = new Cushion();
    cushion.note(short(1), 0);
    expect(cushion.note(short(1), 60_000)).toBe(250);
    expect(cushion.note(short(1), 60_001)).toBe(200);
    expect(cushion.note(short(1), 90_000)).toBe(200);
    expect(cushion.note(short(1), 120_002)).toBe(150);
  });

  it("does not grow by an outage, which it could not have bridged", () => {
    const cushion = new Cushion();
    expect(cushion.note({ count: 1, seconds: 5 }, 0)).toBe(0);
    expect(cushion.note({ count: 2, seconds: 5.4 }, 250)).toBe(250);
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
