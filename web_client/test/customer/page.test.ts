import { nextTick } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Quality } from "../../src/wire/messages";
import { CONSENTS, Phone } from "./phone";

describe("Carla's page", () => {
  let phone: Phone;

  beforeEach(() => {
    phone = new Phone();
  });

  afterEach(() => {
    phone.close();
    vi.unstubAllGlobals();
  });

  it("trades the link's token for a seat and takes it out of the address bar", async () => {
    await phone.open("#secret");
    expect(phone.asked).toContainEqual(["/api/v1/join", '{"token":"secret"}']);
    expect(location.hash).toBe("");
    expect(phone.screen).toBe("welcome");
  });

  it("asks for the two consents one by one and sends them together", async () => {
    await phone.open("#secret");
    await phone.click("consent-recording");
    expect(phone.screen).toBe("consent-face");
    expect(phone.requests).toEqual([]);
    await phone.click("consent-face-other-way");
    expect(phone.requests).toMatchObject([{ type: "send_consents", recording: true, face: false }]);
  });

  it("asks for the second consent, not for both again, after a reload in between", async () => {
    await phone.open("#secret");
    await phone.click("consent-recording");
    phone.reload();
    await phone.open("#secret");
    expect(phone.screen).toBe("consent-face");
    phone.reload();
    await phone.open("#another", { session_id: "ses_2" });
    expect(phone.screen).toBe("welcome");
  });

  it("leaves the microphone muted after a reload of the same meeting", async () => {
    const talking = { stage: "talking", consents: CONSENTS } as const;
    await phone.open("#secret", talking);
    await phone.click("mute");
    phone.reload();
    await phone.open("#secret", talking);
    expect(phone.part("mute").getAttribute("aria-pressed")).toBe("true");
    phone.reload();
    await phone.open("#another", { ...talking, session_id: "ses_2" });
    expect(phone.part("mute").getAttribute("aria-pressed")).toBe("false");
  });

  it("ends only after a second question when the recording is refused", async () => {
    await phone.open("#secret");
    await phone.click("consent-refuse");
    expect(phone.requests).toEqual([]);
    await phone.click("consent-refuse-confirm");
    expect(phone.requests).toMatchObject([{ type: "send_consents", recording: false }]);
  });

  it.each([
    ["arriving", "camera-check"],
    ["waiting", "waiting"],
    ["talking", "call"],
    ["closed", "end"],
  ] as const)("continues a reload while %s on the screen %s", async (stage, screen) => {
    phone.answers.set("/api/v1/seat", [200, { session_id: "ses_1", reference: "VB-7" }]);
    await phone.open("", { stage, consents: CONSENTS });
    expect(phone.screen).toBe(screen);
    expect(phone.asked.map(([path]) => path)).not.toContain("/api/v1/join");
  });

  it("tells a refused camera with its remedy and does not let join without one", async () => {
    await phone.open("#secret", { consents: CONSENTS });
    await phone.click("begin-camera-check");
    await vi.waitFor(() => {
      expect(phone.part("device-problem").dataset["problem"]).toBe("refused");
    });
    expect(phone.part("device-again")).toBeTruthy();
    expect(() => phone.part("join-queue")).toThrow();
  });

  it("shows the place in large and an honest estimate", async () => {
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    phone.sockets[0]?.hear(0, { type: "place_changed", place: { position: 3, wait_s: 170 } });
    await nextTick();
    expect(phone.part("place").textContent).toContain("3");
    expect(phone.part("wait").textContent).toContain("3 分钟");
    phone.sockets[0]?.hear(0, { type: "place_changed", place: { position: 3, wait_s: null } });
    await nextTick();
    expect(phone.part("wait").textContent).toContain("没有柜员在线");
  });

  it("says in plain words that the network is weak, and whose", async () => {
    const way = { loss: 0.15, jitter_ms: 30, kbps: 90 };
    const weak: Quality = { level: "weak", rtt_ms: 300, up: way, down: way };
    const good: Quality = { ...weak, level: "good" };
    await phone.open("#secret", { stage: "talking", consents: CONSENTS, is_agent_here: true });
    expect(phone.part("network").textContent).toContain("网络良好");
    phone.sockets[0]?.hear(0, { type: "quality_changed", own: weak, other: good });
    await nextTick();
    expect(phone.part("network").dataset["level"]).toBe("weak");
    expect(phone.part("weakness").textContent).toContain("请靠近路由器");
    phone.sockets[0]?.hear(0, { type: "quality_changed", own: good, other: weak });
    await nextTick();
    expect(phone.part("weakness").dataset["weakness"]).toBe("other_weak");
  });

  it("says in plain words that the network is weak, and whose", async () => {
    const way = { loss: 0.15, jitter_ms: 30, kbps: 90 };
    const weak: Quality = { level: "weak", rtt_ms: 300, up: way, down: way };
    const good: Quality = { ...weak, level: "good" };
    await phone.open("#secret", { stage: "talking", consents: CONSENTS, is_agent_here: true });
    expect(phone.part("network").textContent).toContain("网络良好");
    phone.sockets[0]?.hear(0, { type: "quality_changed", own: weak, other: good });
    await nextTick();
    expect(phone.part("network").dataset["level"]).toBe("weak");
    expect(phone.part("weakness").textContent).toContain("请靠近路由器");
    phone.sockets[0]?.hear(0, { type: "quality_changed", own: good, other: weak });
    await nextTick();
    expect(phone.part("weakness").dataset["weakness"]).toBe("other_weak");
  });

  it("takes a rating at the end and shows the reference number", async () => {
    await phone.open("#secret", { stage: "wrapping_up", close_reason: "agent_hung_up" });
    expect(phone.part("end-page").textContent).toContain("VB-7");
    await phone.click("rating-5");
    expect(phone.requests).toMatchObject([{ type: "send_rating", score: 5 }]);
  });

  it.each([
    ["token_invalid", "11"],
    ["token_used", "12"],
    ["token_expired", "13"],
  ] as const)(
    "says calmly what to do about %s, with %s to read out on the phone",
    async (code, number) => {
      phone.answers.set("/api/v1/join", [410, { code, is_retryable: false }]);
      await phone.open("#secret");
      expect(phone.part("stopped").dataset["reason"]).toBe(code);
      expect(phone.part("stopped").textContent).toContain(number);
      expect(phone.part("stopped").textContent).not.toContain(code);
      expect(location.hash).toBe("");
    },
  );

  it("keeps the link while the server cannot decide about it", async () => {
    phone.answers.set("/api/v1/join", [503, { code: "unavailable", is_retryable: true }]);
    await phone.open("#secret");
    expect(phone.screen).toBe("stopped");
    expect(location.hash).toBe("#secret");
  });

  it("leaves the link unused in a browser that cannot make calls", async () => {
    vi.stubGlobal("navigator", { languages: ["zh-CN"], mediaDevices: undefined });
    await phone.open("#secret");
    expect(phone.part("stopped").dataset["reason"]).toBe("too_old");
    expect(phone.asked.map(([path]) => path)).toEqual(["/api/v1/house"]);
    expect(location.hash).toBe("#secret");
  });

  it("gives way to a newer window and offers to go on here", async () => {
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    phone.sockets[0]?.hear(0, { type: "refused", request_id: "", code: "opened_elsewhere" });
    await nextTick();
    expect(phone.part("go-on-here")).toBeTruthy();
  });
});
