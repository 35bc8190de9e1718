import { afterEach, beforeEach, expect, it } from "vitest";
import type { StepSheet } from "../../src/wire/messages";
import { CONSENTS, Phone } from "./phone";
import { stubSpeech } from "./speech";

const IN_CALL = { stage: "talking", consents: CONSENTS, media_epoch: null } as const;
const SHEET: StepSheet = {
  step: "risk",
  number: 4,
  count: 6,
  attempt: 1,
  title: { zh: "风险揭示", en: "The risks" },
  sentences: [{ zh: "理财非存款。", en: "This is not a deposit." }],
  text_to_speech: false,
  answer_kind: "tap",
  answer: null,
  shown: null,
};
let phone: Phone;
let spoken: string[];

beforeEach(() => {
  spoken = stubSpeech();
  phone = new Phone();
});
afterEach(() => {
  phone.close();
});

it("shows the open step and sends the customer's answer to it", async () => {
  await phone.open("#secret", { ...IN_CALL, script: SHEET });
  expect(phone.part("script-sheet").textContent).toContain("理财非存款。");
  await phone.click("script-yes");
  expect(phone.requests.at(-1)).toMatchObject({
    type: "answer_script_step",
    step: "risk",
    answer: "yes",
  });
  await phone.see({ ...IN_CALL, script: { ...SHEET, answer: "yes" } });
  expect(phone.part("script-said").textContent).toContain("同意");
  expect(() => phone.part("script-yes")).toThrow();
});

it("reads a step aloud once, and again when it is gone through again", async () => {
  const sheet = { ...SHEET, text_to_speech: true };
  await phone.open("#secret", { ...IN_CALL, script: sheet });
  await phone.see({ ...IN_CALL, script: { ...sheet, answer: "no" } });
  expect(spoken).toEqual(["理财非存款。"]);
  await phone.see({ ...IN_CALL, script: { ...sheet, attempt: 2 } });
  expect(spoken).toHaveLength(2);
});

it("asks for no tap where the answer is said aloud", async () => {
  await phone.open("#secret", { ...IN_CALL, script: { ...SHEET, answer_kind: "spoken" } });
  expect(() => phone.part("script-yes")).toThrow();
  await phone.click("script-read");
  expect(spoken).toEqual(["理财非存款。"]);
});
