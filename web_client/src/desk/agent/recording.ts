/** Whether the call at hand is recorded, as an agent has to know it (pure). */

import type { AgentView, ErrorCode } from "../../wire/messages";

/** Proven every two seconds: with more than this something is wrong, whatever it is. */
const LATE_S = 6;

export type RecordingState =
  | { readonly mark: "off" | "on" }
  | { readonly mark: "behind" | "late"; readonly seconds: string }
  | { readonly mark: "problem"; readonly code: ErrorCode };

type Seen = Pick<AgentView, "is_recording" | "recording_problem">;

/** `behindS` is null where nothing was heard of it yet. */
export function pickRecording(view: Seen, behindS: number | null): RecordingState {
  if (view.recording_problem !== null) return { mark: "problem", code: view.recording_problem };
  if (!view.is_recording) return { mark: "off" };
  if (behindS === null) return { mark: "on" };
  return { mark: behindS > LATE_S ? "late" : "behind", seconds: behindS.toFixed(1) };
}
