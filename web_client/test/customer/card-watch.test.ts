import { describe, expect, it } from "vitest";
import { MARGIN, pickHint, Steadiness, type Grey } from "../../src/customer/card-watch";

const [WIDTH, HEIGHT] = [240, 152];

interface Scene {
  readonly paper?: number;
  readonly table?: number;
  /** The card's size, 1 where it fills the frame. */
  readonly size?: number;
  readonly glare?: boolean;
  /** Print without an edge. */
  readonly isSoft?: boolean;
}

/** A card with stripes of print on a table, its edges on the frame's lines. */
function draw({ paper = 200, table = 80, size = 1, glare = false, isSoft = false }: Scene): Grey {
  const light = new Uint8ClampedArray(WIDTH * HEIGHT);
  const inset = (1 - size / (1 + 2 * MARGIN)) / 2;
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [across, down] = [x / WIDTH, y / HEIGHT];
      const isCard = across > inset && across < 1 - inset && down > inset && down < 1 - inset;
      const isPrinted = isCard && across > 0.2 && across < 0.8 && down > 0.3 && down < 0.7;
      const ink = isSoft ? 30 * (1 + Math.sin(x / 4)) : x % 6 < 2 ? 60 : 0;
      const isGlare = glare && Math.hypot(x - 120, y - 76) < 14;
      light[y * WIDTH + x] = isGlare ? 255 : isCard ? paper - (isPrinted ? ink : 0) : table;
    }
  }
  return { width: WIDTH, height: HEIGHT, light };
}

describe("what a card before the camera lacks", () => {
  it.each([
    ["good", {}],
    ["dark", { paper: 60, table: 25 }],
    ["closer", { size: 0.6 }],
    ["closer", { size: 1.16 }],
    ["glare", { glare: true }],
    ["blur", { isSoft: true }],
  ] as const)("%s: %o", (hint, scene) => {
    const grey = draw(scene);
    expect(pickHint(grey, grey)).toBe(hint);
  });

  it("is a steady hand, until two pictures are alike", () => {
    const grey = draw({});
    expect(pickHint(grey, null)).toBe("still");
    expect(pickHint(grey, draw({ paper: 230 }))).toBe("still");
  });
});

describe("the shutter", () => {
  it("waits until it was good for long enough without a break", () => {
    const steadiness = new Steadiness(900);
    expect(steadiness.note("good", 0)).toBe(false);
    expect(steadiness.note("good", 800)).toBe(false);
    expect(steadiness.note("blur", 850)).toBe(false);
    expect(steadiness.note("good", 900)).toBe(false);
    expect(steadiness.note("good", 1_800)).toBe(true);
  });
});
