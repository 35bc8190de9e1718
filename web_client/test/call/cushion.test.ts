import { describe, expect, it } from "vitest";
import { Cushion, readFreezes } from "../../src/call/cushion";

describe("the cushion of what is shown", () => {
  it("grows with each freeze, up to half a second", () => {
    const cushion = new Cushion();
    expect(cushion.note(0, 0)).toBe(0);
    expect(cushion.note(1, 250)).toBe(250);
    expect(cushion.note(1, 500)).toBe(250);
    for (let freezes = 2; freezes < 10; freezes++) cushion.note(freezes, 500 + freezes);
    expect(cushion.note(9, 1000)).toBe(500);
  });

  it("shrinks slowly after a minute of calm", () => {
    const cushion = new Cushion();
    cushion.note(1, 0);
    expect(cushion.note(1, 60_000)).toBe(250);
    expect(cushion.note(1, 60_001)).toBe(200);
    expect(cushion.note(1, 90_000)).toBe(200);
    expect(cushion.note(1, 120_002)).toBe(150);
  });

  it("is read from the picture's statistics", () => {
    const report = new Map<string, RTCStats>([
      ["a", { type: "inbound-rtp" } as unknown as RTCStats],
      ["b", { type: "inbound-rtp", freezeCount: 3 } as unknown as RTCStats],
    ]);
    expect(readFreezes(report)).toBe(3);
  });
});
