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
function draw(scene: Scene): Grey {
  const light = new Uint8ClampedArray(WIDTH * HEIGHT);
  for (let place = 0; place < light.length; place += 1) {
    light[place] = lightAt(scene, place % WIDTH, Math.floor(place / WIDTH));
  }
  return { width: WIDTH, height: HEIGHT, light };
}

function lightAt({ paper = 200, table = 80, size = 1, ...more }: Scene, x: number, y: number) {
  const inset = (1 - size / (1 + 2 * MARGIN)) / 2;
  if (more.glare === true && Math.hypot(x - 120, y - 76) < 14) return 255;
  if (!isWithin(x, y, inset, inset)) return table;
  return isWithin(x, y, 0.2, 0.3) ? paper - inkAt(more.isSoft === true, x) : paper;
}

function isWithin(x: number, y: number, left: number, top: number): boolean {
  return Math.abs(x / WIDTH - 0.5) < 0.5 - left && Math.abs(y / HEIGHT - 0.5) < 0.5 - top;
}

function inkAt(isSoft: boolean, x: number): number {
  if (isSoft) return 30 * (1 + Math.sin(x / 4));
  return x % 6 < 2 ? 60 : 0;
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
