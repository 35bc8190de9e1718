/** What a live picture of a card lacks, and whether it is time to take the photo (pure). */

export const CARD_HINTS = ["dark", "closer", "glare", "blur", "still", "good"] as const;
export type CardHint = (typeof CARD_HINTS)[number];

/** Grey values of the card's frame with a margin of MARGIN of its width and height around it. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly light: Uint8ClampedArray;
}

export const MARGIN = 0.08;
const DARK = 60;
const BLOWN_OUT = 250;
const MOST_GLARE = 0.012;
/** Drawn cards, 480 points wide: sharp 1.5, as soft as can be read 0.17, too soft 0.04. */
const LEAST_SHARPNESS = 0.12;
const LEAST_CONTRAST = 12;
const MOST_MOTION = 7;
/** A card's edge is a line where the light changes by at least so much on average. */
const EDGE = 14;
const SIDES_SEEN = 3;

/** Says what to do first; `before` is the picture a moment earlier, if there was one. */
export function pickHint(grey: Grey, before: Grey | null): CardHint {
  if (mean(grey.light) < DARK) return "dark";
  if (countEdges(grey) < SIDES_SEEN) return "closer";
  if (shareBlownOut(grey.light) > MOST_GLARE) return "glare";
  if (before === null || differ(grey, before) > MOST_MOTION) return "still";
  return sharpnessOf(grey) < LEAST_SHARPNESS ? "blur" : "good";
}

/** Good for a while without a break: then the hand is steady. */
export class Steadiness {
  private goodSince: number | null = null;

  constructor(private readonly enoughMs: number) {}

  note(hint: CardHint, nowMs: number): boolean {
    if (hint !== "good") this.goodSince = null;
    else this.goodSince ??= nowMs;
    return this.goodSince !== null && nowMs - this.goodSince >= this.enoughMs;
  }
}

function mean(light: Uint8ClampedArray): number {
  return light.reduce((sum, value) => sum + value, 0) / light.length;
}

function shareBlownOut(light: Uint8ClampedArray): number {
  return light.reduce((count, value) => count + (value >= BLOWN_OUT ? 1 : 0), 0) / light.length;
}

function differ(grey: Grey, before: Grey): number {
  if (before.light.length !== grey.light.length) return Infinity;
  const sum = grey.light.reduce(
    (total, value, at) => total + Math.abs(value - (before.light[at] ?? 0)),
    0,
  );
  return sum / grey.light.length;
}

/** The Laplacian's variance inside the card by that of the light: print is as steep as it is sharp. */
function sharpnessOf({ width, height, light }: Grey): number {
  const slopes = new Spread();
  const lights = new Spread();
  const at = (place: number) => light[place] ?? 0;
  const [left, top] = [Math.round(2 * MARGIN * width), Math.round(2 * MARGIN * height)];
  for (let y = top; y < height - top; y += 1) {
    for (let x = left; x < width - left; x += 1) {
      const place = y * width + x;
      const around = at(place - 1) + at(place + 1) + at(place - width) + at(place + width);
      slopes.add(4 * at(place) - around);
      lights.add(at(place));
    }
  }
  return slopes.variance / Math.max(lights.variance, LEAST_CONTRAST ** 2);
}

class Spread {
  private count = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    this.squares += value * value;
  }

  get variance(): number {
    return this.count === 0 ? 0 : this.squares / this.count - (this.sum / this.count) ** 2;
  }
}

/** How many of the four edges lie near the frame's lines. */
function countEdges(grey: Grey): number {
  const { width, height } = grey;
  const across = Math.round(width * MARGIN * 2);
  const down = Math.round(height * MARGIN * 2);
  return [
    strongest(grey, "column", 1, across),
    strongest(grey, "column", width - across, width - 1),
    strongest(grey, "row", 1, down),
    strongest(grey, "row", height - down, height - 1),
  ].filter((change) => change >= EDGE).length;
}

/** The largest change of light from one line to the next but one, averaged along its middle. */
function strongest(grey: Grey, kind: "row" | "column", from: number, to: number): number {
  const length = kind === "row" ? grey.width : grey.height;
  const [start, end] = [Math.round(length * 0.2), Math.round(length * 0.8)];
  let best = 0;
  for (let line = from; line < to; line += 1) {
    let change = 0;
    for (let place = start; place < end; place += 1) {
      change += lightAt(grey, kind, line + 1, place) - lightAt(grey, kind, line - 1, place);
    }
    best = Math.max(best, Math.abs(change) / (end - start));
  }
  return best;
}

function lightAt({ width, light }: Grey, kind: "row" | "column", line: number, place: number) {
  return light[kind === "row" ? line * width + place : place * width + line] ?? 0;
}
