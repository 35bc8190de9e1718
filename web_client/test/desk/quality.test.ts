import { describe, expect, it } from "vitest";
import { bandsOf, sampleAt, sharesOf } from "../../src/desk/audit/quality";
import type { Level, QualitySeries } from "../../src/wire/messages";

function seriesOf(...samples: readonly (readonly [number, Level])[]): QualitySeries {
  const column = (value: number) => samples.map(() => value);
  return {
    at_s: samples.map(([at]) => at),
    level: samples.map(([, level]) => level),
    rtt_ms: samples.map(() => null),
    up_loss: column(0.1),
    up_jitter_ms: column(2),
    up_kbps: samples.map(([at]) => at * 100),
    down_loss: column(0),
    down_jitter_ms: column(4),
    down_kbps: column(5),
  };
}

const SERIES = seriesOf([1, "good"], [2, "good"], [3, "bad"], [8, "bad"], [9, "fair"]);

describe("the strip of a link", () => {
  it("joins what is of one level and leaves out what was not measured", () => {
    expect(bandsOf(SERIES, 10)).toEqual([
      { level: "good", left: 0, width: 20 },
      { level: "bad", left: 20, width: 10 },
      { level: "bad", left: 70, width: 10 },
      { level: "fair", left: 80, width: 10 },
    ]);
  });

  it("keeps to the bar where a measurement lies beyond the recording", () => {
    expect(bandsOf(seriesOf([10.5, "good"]), 10)).toEqual([{ level: "good", left: 95, width: 5 }]);
  });

  it("reads the second that a position lies in", () => {
    expect(sampleAt(SERIES, 1.4)).toMatchObject({ at_s: 2, level: "good", up: { kbps: 200 } });
    expect(sampleAt(SERIES, 2.5)).toMatchObject({
      at_s: 3,
      level: "bad",
      rtt_ms: null,
      up: { loss: 0.1, jitter_ms: 2, kbps: 300 },
      down: { loss: 0, jitter_ms: 4, kbps: 5 },
    });
  });

  it.each([4, 20])("has nothing to say at %d, where nothing was measured", (position) => {
    expect(sampleAt(SERIES, position)).toBeNull();
  });

  it("says how much of the time was how good", () => {
    expect(sharesOf(SERIES)).toEqual([
      ["good", 40],
      ["fair", 20],
      ["bad", 40],
    ]);
  });
});
