/** The ways to be in somebody's call, and what each means for one's own voice (pure). */

import type { SupervisorMode } from "../../wire/messages";

/** Those that one may change between at any time; to lead is for good. */
export const MODES = ["listen", "whisper", "barge"] as const satisfies readonly SupervisorMode[];

/** Who hears the voice of this page; the words for each are in the text. */
export type Audience = "nobody" | "agent" | "two" | "three" | "changing";

export interface Place {
  readonly mode: SupervisorMode;
  /** The mode that was asked for and is not confirmed yet. */
  readonly asked: SupervisorMode | null;
}

const HAS_VOICE: ReadonlySet<SupervisorMode> = new Set<SupervisorMode>(["whisper", "barge"]);

/** Whoever listens has no microphone open, and closes it before the server has confirmed. */
export function isVoiceWanted({ mode, asked }: Place): boolean {
  return HAS_VOICE.has(mode) && asked !== "listen";
}

/**
 * Until a change is confirmed nobody is to hear anything: what is meant for the agent's ear must not
 * reach the customer.
 */
export function isChanging({ mode, asked }: Place): boolean {
  return asked !== null && asked !== mode;
}

export function pickAudience(place: Place, hasGuest: boolean): Audience {
  if (isChanging(place)) return "changing";
  if (place.mode === "listen") return "nobody";
  if (place.mode === "whisper") return "agent";
  return hasGuest ? "three" : "two";
}
