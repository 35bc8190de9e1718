import { describe, expect, it } from "vitest";
import { Chance, Pulse, readCounters } from "../../src/call/pulse";

describe("the pulse of a connection", () => {
  it("is dead 1.5 s after everything stopped, and quiet before", () => {
    const pulse = new Pulse();
    expect(pulse.beat({ everything: 100, media: 10 }, 1000)).toBe("alive");
    expect(pulse.beat({ everything: 100, media: 10 }, 1500)).toBe("alive");
    expect(pulse.beat({ everything: 100, media: 10 }, 2400)).toBe("quiet");
    expect(pulse.beat({ everything: 100, media: 10 }, 2600)).toBe("dead");
  });

  it("comes to life again with the first sound", () => {
    const pulse = new Pulse();
    pulse.beat({ everything: 100, media: 10 }, 0);
    expect(pulse.beat({ everything: 100, media: 10 }, 5000)).toBe("dead");
    expect(pulse.beat({ everything: 101, media: 11 }, 5250)).toBe("alive");
  });

  it("lives on the node's reports while the other side is away, even if one is lost", () => {
    const pulse = new Pulse();
    pulse.beat({ everything: 100, media: 10 }, 0);
    pulse.beat({ everything: 110, media: 10 }, 1000);
    expect(pulse.beat({ everything: 110, media: 10 }, 3000)).toBe("alive");
    expect(pulse.beat({ everything: 120, media: 10 }, 3100)).toBe("alive");
    expect(pulse.beat({ everything: 120, media: 10 }, 6700)).toBe("dead");
  });

  it("does not judge a connection that has heard nothing yet", () => {
    expect(new Pulse().beat({ everything: 0, media: 0 }, 60_000)).toBe("alive");
  });

  it("is read from every candidate pair and every stream", () => {
    const report = new Map<string, RTCStats>([
      ["a", { type: "candidate-pair", bytesReceived: 7 } as unknown as RTCStats],
      ["b", { type: "candidate-pair", bytesReceived: 5 } as unknown as RTCStats],
      ["c", { type: "inbound-rtp", packetsReceived: 3 } as unknown as RTCStats],
      ["d", { type: "outbound-rtp" } as unknown as RTCStats],
    ]);
    expect(readCounters(report)).toEqual({ everything: 12, media: 3 });
  });
});

describe("the chance of a connection", () => {
  it("is the time that it was given to connect", () => {
    const chance = new Chance(6000);
    expect(chance.note("connecting", 6000)).toBe(true);
    expect(chance.note("connecting", 6001)).toBe(false);
  });

  it("is 1.5 s to come back", () => {
    const chance = new Chance(6000);
    chance.note("connected", 500);
    expect(chance.note("disconnected", 9000)).toBe(true);
    expect(chance.note("connected", 10_000)).toBe(true);
    expect(chance.note("disconnected", 11_000)).toBe(true);
    expect(chance.note("disconnected", 12_501)).toBe(false);
  });

  it.each(["failed", "closed"] as const)("is over when it %s", (state) => {
    expect(new Chance(6000).note(state, 1)).toBe(false);
  });
});
