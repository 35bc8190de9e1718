import { describe, expect, it } from "vitest";
import { canFinish, currentStep, secondsLeft } from "../../src/desk/agent/script";
import type { GuideStep, ScriptGuide, ScriptStep, StepState } from "../../src/wire/messages";

const TEXT: ScriptStep = {
  step: "a",
  title: { zh: "甲", en: "a" },
  sentences: [{ zh: "甲", en: "a" }],
  answer: "none",
  text_to_speech: false,
  minimum_s: 0,
  both_faces: false,
  shown: null,
};
const NOTHING = { bothFaces: false, document: false };

function step(state: StepState, text: Partial<ScriptStep> = {}, more: Partial<GuideStep> = {}) {
  const may_finish_at = state === "open" ? 100 : null;
  return { text: { ...TEXT, ...text }, state, attempt: 1, answer: null, may_finish_at, ...more };
}

function guide(...states: StepState[]): ScriptGuide {
  const steps = states.map((state, number) => step(state, { step: String(number) }));
  return { product: "loan", title: TEXT.title, version: "1", steps, missed: 0 };
}

describe("the step to look at", () => {
  it("is the open one, else the next one, and none when all is done", () => {
    expect(currentStep(guide("done", "open", "ahead"))?.text.step).toBe("1");
    expect(currentStep(guide("open", "done", "next"))?.text.step).toBe("0");
    expect(currentStep(guide("done", "next", "ahead"))?.text.step).toBe("1");
    expect(currentStep(guide("done", "done"))).toBeNull();
  });
});

describe("a step can be finished", () => {
  it.each([
    [step("open"), NOTHING, true],
    [step("next"), NOTHING, false],
    [step("open", { answer: "tap" }), NOTHING, false],
    [step("open", { answer: "tap" }, { answer: "no" }), NOTHING, false],
    [step("open", { answer: "tap" }, { answer: "yes" }), NOTHING, true],
    [step("open", { both_faces: true }), NOTHING, false],
    [step("open", { both_faces: true }), { bothFaces: true, document: false }, true],
    [step("open", { shown: TEXT.title }), { bothFaces: true, document: false }, false],
    [step("open", { shown: TEXT.title }), { bothFaces: false, document: true }, true],
  ])("%#", (open, ticks, expected) => {
    expect(canFinish(open, ticks, 100)).toBe(expected);
  });

  it("not before its time", () => {
    expect(secondsLeft(step("open"), 97.2)).toBe(3);
    expect(canFinish(step("open"), NOTHING, 97.2)).toBe(false);
  });
});
