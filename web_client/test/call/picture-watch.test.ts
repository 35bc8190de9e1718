import { describe, expect, it } from "vitest";
import { countFrames, PictureWatch, type Shown } from "../../src/call/picture-watch";

/** What is shown of a picture of so many frames a second, looked at four times a second. */
function watch(...parts: readonly (readonly [seconds: number, perSecond: number])[]): Shown[] {
  const picture = new PictureWatch();
  const found: Shown[] = [];
  let frames = 0;
  let now = 0;
  for (const [seconds, perSecond] of parts) {
    for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
      now += 250;
      frames += perSecond / 4;
      found.push(picture.note(Math.floor(frames), now));
    }
  }
  return found.filter((shown, i) => shown !== found[i - 1]);
}

describe("the other side's picture", () => {
  it.each([30, 15, 8])("moves at %i frames a second", (rate) => {
    expect(watch([20, rate])).toEqual(["moving"]);
  });

  it("is stills at a frame a second, and moves again", () => {
    expect(watch([10, 15], [20, 1], [10, 15])).toEqual(["moving", "stills", "moving"]);
  });

  it("was never there while no frame came", () => {
    expect(watch([10, 0])).toEqual(["none"]);
  });

  it("is called stopped within four seconds", () => {
    expect(watch([10, 15], [4, 0]).at(-1)).toBe("stopped");
  });

  it("does not stop for a short halt", () => {
    expect(watch([10, 15], [1, 0], [10, 15])).toEqual(["moving"]);
  });
});

it("frames are counted over all that comes in", () => {
  const report = new Map<string, RTCStats>([
    ["a", { type: "inbound-rtp", framesDecoded: 3 } as unknown as RTCStats],
    ["b", { type: "inbound-rtp" } as unknown as RTCStats],
    ["c", { type: "outbound-rtp", framesDecoded: 9 } as unknown as RTCStats],
  ]);
  expect(countFrames(report)).toBe(3);
});
