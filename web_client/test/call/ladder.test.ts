import { describe, expect, it } from "vitest";
import { Ladder, readLink, RUNGS, SHAPES, type Reading, type Rung } from "../../src/call/ladder";

const CALM: Reading = { availableBitrate: 1_200_000, loss: 0, roundTripMs: 40 };

/** A ladder on a link, second by second. */
class Climb {
  readonly ladder = new Ladder();
  readonly rungs: Rung[] = [];
  private second = 0;

  on(seconds: number, reading: Partial<Reading>): this {
    for (let i = 0; i < seconds; i += 1) {
      this.rungs.push(this.ladder.note({ ...CALM, ...reading }, this.second * 1000));
      this.second += 1;
    }
    return this;
  }

  get changes(): readonly Rung[] {
    return this.rungs.filter((rung, i) => i === 0 || rung !== this.rungs[i - 1]);
  }
}

describe("the ladder", () => {
  it("stands at the top on a good link", () => {
    expect(new Climb().on(60, {}).changes).toEqual(["full"]);
  });

  it("does not believe the browser's first guesses", () => {
    expect(new Climb().on(4, { availableBitrate: 30_000 }).on(20, {}).changes).toEqual(["full"]);
  });

  it.each([
    [300_000, "full"],
    [200_000, "reduced"],
    [120_000, "small"],
    [50_000, "small"],
    [30_000, "stills"],
    [8_000, "stills"],
  ] as const)("goes to what %i bit/s bear: %s", (availableBitrate, rung) => {
    expect(new Climb().on(8, { availableBitrate }).ladder.rung).toBe(rung);
  });

  it("does not step for one bad reading", () => {
    const climb = new Climb().on(10, {}).on(1, { availableBitrate: 10_000 }).on(10, {});
    expect(climb.changes).toEqual(["full"]);
  });

  it("goes down one rung at a time where packets are lost, without an estimate", () => {
    const climb = new Climb().on(5, {}).on(30, { availableBitrate: null, loss: 0.3 });
    expect(climb.changes).toEqual([...RUNGS]);
  });

  it("takes a long round trip for a full buffer", () => {
    expect(new Climb().on(5, {}).on(5, { roundTripMs: 2_500 }).ladder.rung).toBe("reduced");
  });

  it("bears a little loss", () => {
    expect(new Climb().on(60, { loss: 0.05 }).changes).toEqual(["full"]);
  });

  it("comes back to the top rung by rung, in less than a minute", () => {
    const climb = new Climb().on(25, { loss: 0.4 }).on(45, {});
    expect(climb.changes).toEqual([
      "full",
      "reduced",
      "small",
      "stills",
      "sound",
      "stills",
      "small",
      "reduced",
      "full",
    ]);
  });

  it("comes back from the sound although the estimate stands still without a picture", () => {
    const climb = new Climb().on(25, { loss: 0.4 }).on(18, { availableBitrate: 8_000 });
    expect(climb.ladder.rung).toBe("stills");
  });

  it("does not come back while packets are lost", () => {
    const climb = new Climb().on(25, { loss: 0.4 }).on(60, { loss: 0.09 });
    expect(climb.changes.at(-1)).toBe("sound");
  });

  it("tries a rung although the estimate does not rise, and waits twice as long each time", () => {
    const climb = new Climb().on(300, { availableBitrate: 30_000 });
    const tries = climb.rungs.flatMap((rung, i) =>
      rung === "small" && climb.rungs[i - 1] === "stills" ? [i] : [],
    );
    expect(climb.ladder.rung === "stills" || climb.ladder.rung === "small").toBe(true);
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(2);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(climb.rungs.filter((rung) => rung === "small").length).toBeLessThan(90);
  });

  it("never moves more often than every two seconds", () => {
    const climb = new Climb();
    for (let i = 0; i < 200; i += 1) {
      climb.on(1, { availableBitrate: (i * 7_919) % 400_000, loss: ((i * 31) % 40) / 100 });
    }
    const at = climb.rungs.flatMap((rung, i) => (i > 0 && rung !== climb.rungs[i - 1] ? [i] : []));
    expect(Math.min(...at.slice(1).map((second, i) => second - (at[i] ?? 0)))).toBeGreaterThan(1);
  });

  it("asks for whole frames a second and less of everything on each rung", () => {
    const shapes = RUNGS.flatMap((rung) => SHAPES[rung] ?? []);
    expect(shapes.every(({ maxFramerate }) => Number.isInteger(maxFramerate))).toBe(true);
    const bitrates = shapes.map(({ maxBitrate }) => maxBitrate);
    expect(bitrates).toEqual([...bitrates].sort((a, b) => b - a));
    expect(SHAPES.sound).toBeNull();
  });
});

describe("the link", () => {
  it("is read from the pair in use and from what the server says of both streams", () => {
    const report = new Map<string, RTCStats>(
      Object.entries({
        idle: { type: "candidate-pair", nominated: false, availableOutgoingBitrate: 9 },
        used: { type: "candidate-pair", nominated: true, availableOutgoingBitrate: 300_000 },
        sound: { type: "remote-inbound-rtp", fractionLost: 0.02, roundTripTime: 0.2 },
        picture: { type: "remote-inbound-rtp", fractionLost: 0.1, roundTripTime: 0.15 },
        other: { type: "inbound-rtp", fractionLost: 1 },
      }).map(([id, entry]) => [id, entry as unknown as RTCStats]),
    );
    expect(readLink(report)).toEqual({ availableBitrate: 300_000, loss: 0.1, roundTripMs: 150 });
    expect(readLink(new Map())).toEqual({ availableBitrate: null, loss: 0, roundTripMs: null });
  });
});
