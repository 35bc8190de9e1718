/** The keyboard of a replay (pure). */

import { isTaken, type KeyPress } from "../key-press";

const JUMP_S = 5;
const FRAME_S = 1 / 15;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -JUMP_S,
  ArrowRight: JUMP_S,
  ",": -FRAME_S,
  ".": FRAME_S,
};

const PLAIN: Readonly<Record<string, "toggle" | "loopFrom" | "loopTo" | "help">> = {
  " ": "toggle",
  "[": "loopFrom",
  "]": "loopTo",
  "?": "help",
};

export type ReplayKey =
  | { readonly kind: "toggle" | "loopFrom" | "loopTo" | "help" }
  | { readonly kind: "step"; readonly s: number };

export function pickReplayKey(press: KeyPress): ReplayKey | null {
  if (isTaken(press)) return null;
  const kind = PLAIN[press.key];
  if (kind !== undefined) return { kind };
  const s = STEPS[press.key];
  return s === undefined ? null : { kind: "step", s };
}
