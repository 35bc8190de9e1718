/** What became of a session's recording, as an auditor is told it (pure). */

import type { RecordingRow, SealState } from "../../wire/messages";

/** `open`: the session goes on. `never`: it ended before an agent came, so nothing was recorded. */
export type Sealing = SealState | "open" | "never";

export function sealingOf(row: Pick<RecordingRow, "seal" | "close_reason" | "agent">): Sealing {
  if (row.seal !== null) return row.seal;
  if (row.close_reason === null) return "open";
  return row.agent === null ? "never" : "waiting";
}

/** Nothing more will come of it. */
export function isSettled(sealing: Sealing): boolean {
  return ["sealed", "empty", "never", "deleted"].includes(sealing);
}
