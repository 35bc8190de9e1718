import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import type { ChallengeProgress, ChallengeSheet } from "../../src/wire/messages";
import { CONSENTS, Phone } from "./phone";
import { stubSpeech } from "./speech";

const IN_CALL = { stage: "talking", consents: CONSENTS, media_epoch: null } as const;
const READY: ChallengeProgress = {
  number: 1,
  phase: "getting_ready",
  attempt: 1,
  asked: 0,
  done: [],
  prompt: null,
  hint: null,
  is_alternative: false,
};
const TURN: ChallengeProgress = {
  ...READY,
  number: 2,
  phase: "prompting",
  asked: 3,
  done: ["blink"],
  prompt: { number: 5, action: "turn_left", within_s: 3, digits: "" },
};
let spoken: string[];
let phone: Phone;

const sheet = (progress: ChallengeProgress): { challenge: ChallengeSheet } => ({
  challenge: { check_id: "check_1", progress },
});

beforeEach(() => {
  spoken = stubSpeech();
  phone = new Phone();
});
afterEach(() => {
  phone.close();
  document.documentElement.classList.remove("elder");
  localStorage.clear();
});

describe("the challenge", () => {
  it("shows one prompt, its place and how long there is", async () => {
    await phone.open("#secret", { ...IN_CALL, ...sheet(TURN) });
    const shown = phone.part("challenge");
    expect(shown.textContent).toContain("请慢慢向左转头");
    expect(shown.textContent).toContain("第 2 个动作，共 3 个");
    expect(shown.dataset).toMatchObject({ action: "turn_left", prompt: "5" });
    await phone.see({ ...IN_CALL, challenge: null });
    await vi.waitFor(() => {
      expect(() => phone.part("challenge")).toThrow();
    });
  });

  it("says that an action cannot be done, of the very prompt", async () => {
    await phone.open("#secret", { ...IN_CALL, ...sheet(TURN) });
    await phone.click("challenge-cannot");
    expect(phone.requests.at(-1)).toMatchObject({ type: "skip_prompt", prompt: 5 });
  });

  it("shows hints and colours of this check alone, and takes them back", async () => {
    await phone.open("#secret", { ...IN_CALL, ...sheet(READY) });
    const guide = (check_id: string, colour: string | null) => {
      const hint = "closer";
      phone.sockets[0]?.hear(0, { type: "challenge_guided", check_id, hint, colour });
      return nextTick();
    };
    await guide("check_1", "#3aa0ff");
    expect(phone.part("challenge-hint").textContent.trim()).toBe("请靠近一点");
    expect(phone.part("challenge").dataset["colour"]).toBe("#3aa0ff");
    await guide("check_0", "#38d06a");
    expect(phone.part("challenge-hint").textContent.trim()).toBe("");
    expect(phone.part("challenge").dataset["colour"]).toBe("");
  });

  it("never says that somebody failed", async () => {
    const again = { ...READY, phase: "again", hint: "brighter" } as const;
    await phone.open("#secret", { ...IN_CALL, ...sheet(again) });
    const words = phone.part("challenge").textContent;
    expect(words).toContain("我们再来一次");
    expect(words).toContain("亮一点");
    expect(words).not.toMatch(/失败|未通过|错误/);
  });

  it("speaks each prompt in elder mode, with its digits", async () => {
    await phone.open("?elder#secret", { ...IN_CALL, ...sheet(READY) });
    const prompt = { number: 6, action: "read_digits", within_s: 9, digits: "0417" } as const;
    await phone.see({ ...IN_CALL, ...sheet({ ...TURN, prompt }) });
    expect(spoken).toContain("请大声念出这四个数字\n0417");
  });
});
