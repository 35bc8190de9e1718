/** What a weak network does to the call just now, the worst first (pure). */

import type { Quality } from "../wire/messages";
import type { Rung } from "./ladder";

export type Weakness =
  | "own_sound" // the other side only hears
  | "own_stills" // the other side sees a picture now and then
  | "own_weak"
  | "other_sound" // the same, for the other side's link takes no more
  | "other_stills"
  | "other_weak";

type Known = Pick<Quality, "level"> | null;

export function pickWeakness(now: {
  readonly rung: Rung;
  readonly own: Known;
  readonly other: Known;
}): Weakness | null {
  const isOwn = isWeak(now.own);
  const isOther = isWeak(now.other);
  const whose = isOther && !isOwn ? "other" : "own";
  if (now.rung === "sound" || now.rung === "stills") return `${whose}_${now.rung}`;
  return isOwn || isOther ? `${whose}_weak` : null;
}

function isWeak(quality: Known): boolean {
  return quality?.level === "weak" || quality?.level === "bad";
}
