/** The keyboard of an agent's desk (pure). */

import { isTaken, type KeyPress } from "../key-press";
import type { DeskScreen } from "./stage";

export type KeyAction =
  | "accept"
  | "decline"
  | "mute"
  | "camera"
  | "share"
  | "guest"
  | "document"
  | "goOn"
  | "yes"
  | "help";

const ACTIONS: Partial<Record<DeskScreen, Readonly<Record<string, KeyAction>>>> = {
  ring: { Enter: "accept", Escape: "decline" },
  call: {
    " ": "mute",
    m: "mute",
    M: "mute",
    v: "camera",
    V: "camera",
    s: "share",
    S: "share",
    g: "guest",
    G: "guest",
    d: "document",
    D: "document",
    n: "goOn",
    N: "goOn",
    y: "yes",
    Y: "yes",
  },
};

/** What a key means on a screen; null where it means nothing or is somebody else's. */
export function pickAction(
  screen: DeskScreen,
  press: KeyPress & { readonly repeat: boolean },
): KeyAction | null {
  if (press.repeat || isTaken(press)) return null;
  return press.key === "?" ? "help" : (ACTIONS[screen]?.[press.key] ?? null);
}
