/** The identity check as the panel shows it, and a distance's place on its scale (pure). */

import type { AgentView, Check, ErrorCode, Thresholds } from "../../wire/messages";

/** `other_way`: no face comparison was agreed to; `by_people`: the way without a face has begun. */
export type IdentityStep = "other_way" | "by_people" | "choosing" | "running" | "result" | "failed";

export function newestCheck(checks: readonly Check[]): Check | null {
  return checks.reduce<Check | null>(
    (newest, check) => (newest !== null && newest.started_at > check.started_at ? newest : check),
    null,
  );
}

/** `isStarting`: a check is asked for, and no view has shown it yet; what was before is past. */
export function pickStep(
  view: Pick<AgentView, "consents" | "checks">,
  isStarting: boolean,
): IdentityStep {
  const newest = newestCheck(view.checks);
  if (isStarting) return "running";
  if (newest?.state === "by_people" || newest?.state === "running") return newest.state;
  if (view.consents?.face === false) return "other_way";
  return pickOutcome(newest);
}

function pickOutcome(newest: Check | null): IdentityStep {
  if (newest === null) return "choosing";
  return newest.evidence === null ? "failed" : "result";
}

/** Whose fault a failed check was: the document's picture, else what the video showed. */
export function pickRemedy(failure: ErrorCode | null): "another_picture" | "again" {
  return failure !== null && PICTURE_FAULTS.has(failure) ? "another_picture" : "again";
}

const PICTURE_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "picture_unreadable",
  "picture_too_large",
  "picture_too_small",
  "no_face",
  "several_faces",
  "not_found",
]);

/** The scale ends here: strangers are hardly ever further apart. */
export const SCALE_END = 0.9;

/** Percent from the left; beyond the end is at the end. */
export function placeOnScale(distance: number): number {
  return Math.min(1, Math.max(0, distance / SCALE_END)) * 100;
}

/** Widths of the three bands in percent. */
export function bandsOf(thresholds: Thresholds): readonly [number, number, number] {
  const match = placeOnScale(thresholds.match_at_most);
  const mismatch = placeOnScale(thresholds.mismatch_above);
  return [match, mismatch - match, 100 - mismatch];
}
