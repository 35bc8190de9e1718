import { nextTick } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Exits } from "../../src/wire/messages";
import { CONSENTS, Phone } from "./phone";

const EXITS: Exits = {
  callback: true,
  message: false,
  days: [{ day: "2026-03-31", slots: [{ begins_at: 1_774_922_400, ends_at: 1_774_923_300 }] }],
  opens_at: null,
  zone: "Asia/Shanghai",
};

describe("Carla's page in a wave", () => {
  let phone: Phone;

  beforeEach(() => {
    phone = new Phone();
    phone.answers.set("/api/v1/seat/exits", [200, EXITS]);
  });

  afterEach(() => {
    phone.close();
    vi.unstubAllGlobals();
  });

  const has = (name: string) => document.querySelector(`[data-test="${name}"]`) !== null;

  async function notice(callbacksFirst: boolean): Promise<void> {
    phone.sockets[0]?.hear(0, {
      type: "notice_changed",
      announcement: {},
      callbacks_first: callbacksFirst,
    });
    await nextTick();
  }

  it("offers a callback before the place, for as long as the level asks for it", async () => {
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    await vi.waitFor(() => {
      phone.part("later");
    });
    expect(has("callback-first")).toBe(false);
    await notice(true);
    const first = phone.part("callback-first");
    const isBefore = first.compareDocumentPosition(phone.part("place"));
    expect(isBefore & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await phone.click("callback-first-choose");
    await vi.waitFor(() => {
      phone.part("leave-callback").click();
    });
    expect(phone.requests).toMatchObject([{ type: "ask_for_callback" }]);
    await notice(false);
    expect(has("callback-first")).toBe(false);
  });

  it("offers no callback first where the bank calls nobody back, nor while it rings", async () => {
    phone.answers.set("/api/v1/seat/exits", [200, { ...EXITS, callback: false }]);
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    await vi.waitFor(() => {
      phone.part("later");
    });
    await notice(true);
    expect(has("callback-first")).toBe(false);
  });

  it("sends what can wait to the appointments, and says why", async () => {
    await phone.open("#secret", {
      stage: "turned_away",
      turned_away: "appointments_only",
      consents: CONSENTS,
    });
    await vi.waitFor(() => {
      phone.part("way-appointment");
    });
    expect(phone.part("turned-away").textContent).toContain("先接待紧急业务");
    const [first] = document.querySelectorAll<HTMLElement>("[data-test^='way-']");
    expect(first?.dataset["test"]).toBe("way-appointment");
  });

  it("says why the camera is off at the beginning, until it was needed", async () => {
    const talking = { stage: "talking", consents: CONSENTS, is_agent_here: true } as const;
    await phone.open("#secret", { ...talking, is_audio_first: true });
    expect(phone.part("quiet").textContent).toContain("先用语音办理");
    await phone.see({ ...talking, is_audio_first: true, is_picture_requested: true });
    expect(has("quiet")).toBe(false);
  });
});
