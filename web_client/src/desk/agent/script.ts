/** The script's steps as the agent's guide shows them (pure). */

import type { GuideStep, ScriptGuide } from "../../wire/messages";

export interface Ticks {
  readonly bothFaces: boolean;
  readonly document: boolean;
}

/** The step to look at: the one that is open, else the one that comes next. */
export function currentStep(guide: ScriptGuide): GuideStep | null {
  const { steps } = guide;
  return (
    steps.find(({ state }) => state === "open") ??
    steps.find(({ state }) => state === "next") ??
    null
  );
}

/** Whole seconds that an open step still has to last. */
export function secondsLeft(step: GuideStep, now: number): number {
  return step.may_finish_at === null ? 0 : Math.max(0, Math.ceil(step.may_finish_at - now));
}

/** Whether the server would let the open step end; it has the last word. */
export function canFinish(step: GuideStep, ticks: Ticks, now: number): boolean {
  const { answer, both_faces, shown } = step.text;
  return (
    step.state === "open" &&
    (answer === "none" || step.answer === "yes") &&
    (!both_faces || ticks.bothFaces) &&
    (shown === null || ticks.document) &&
    secondsLeft(step, now) === 0
  );
}
