import { nextTick } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CONSENTS, Phone } from "./phone";

describe("Carla's page when another device is to go on", () => {
  let phone: Phone;

  beforeEach(() => {
    phone = new Phone();
  });

  afterEach(() => {
    phone.close();
    vi.unstubAllGlobals();
  });

  it("offers the seat to another device by a code, digits and a link, and takes it back", async () => {
    const offer = {
      url: "https://bank.example/pc#secret",
      address: "https://bank.example/pc",
      code: "01234567",
      expires_at: Date.now() / 1000 + 180,
    };
    phone.answers.set("/api/v1/seat/handover", [201, offer]);
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    await phone.click("handover");
    await vi.waitFor(() => {
      expect(phone.part("handover-digits").textContent).toBe("0123 4567");
    });
    expect(phone.part("handover-address").textContent).toBe("bank.example/pc");
    expect(phone.part("handover-code").querySelector("path")?.getAttribute("d")).toMatch(/^M4 4h1/);
    const asked = phone.asked.length;
    await phone.click("handover-renew");
    await phone.click("handover-cancel");
    expect(phone.asked.slice(asked).map(([path]) => path)).toEqual([
      "/api/v1/seat/handover",
      "/api/v1/seat/handover",
    ]);
  });

  it("ends calmly, with its camera off, when another device has taken over", async () => {
    await phone.open("#secret", { stage: "waiting", consents: CONSENTS });
    phone.sockets[0]?.hear(0, { type: "refused", request_id: "", code: "handed_over" });
    await nextTick();
    expect(phone.screen).toBe("handed-over");
    expect(phone.sockets).toHaveLength(1);
  });

  it("says the same after a reload", async () => {
    phone.answers.set("/api/v1/seat", [410, { code: "handed_over", is_retryable: false }]);
    await phone.open("");
    expect(phone.screen).toBe("handed-over");
  });
});

describe("the page of the device that takes over", () => {
  let computer: Phone;

  beforeEach(() => {
    computer = new Phone();
    history.replaceState(null, "", "/pc");
    const sound = { kind: "audio", stop: vi.fn(), enabled: true };
    const stream = {
      getTracks: () => [sound],
      getAudioTracks: () => [sound],
      getVideoTracks: () => [],
    };
    const devices = Object.assign(new EventTarget(), {
      getUserMedia: () => Promise.resolve(stream),
    });
    vi.stubGlobal("navigator", { languages: ["zh-CN"], mediaDevices: devices });
  });

  afterEach(() => {
    computer.close();
    history.replaceState(null, "", "/");
    vi.unstubAllGlobals();
  });

  const isReady = async (): Promise<void> => {
    await vi.waitFor(() => {
      expect(computer.part("take-over").hasAttribute("disabled")).toBe(false);
    });
  };

  it("uses the link up only when it is told to go on here", async () => {
    await computer.prepare("#secret");
    await isReady();
    expect(computer.asked.map(([path]) => path)).toEqual(["/api/v1/house"]);
    await computer.click("take-over");
    await computer.welcome({ stage: "talking", consents: CONSENTS });
    expect(computer.asked).toContainEqual(["/api/v1/join", '{"token":"secret"}']);
    expect(location.pathname + location.hash).toBe("/join");
    expect(computer.screen).toBe("call");
  });

  it("takes eight digits, however they are grouped, and says when they are wrong", async () => {
    computer.answers.set("/api/v1/join/code", [404, { code: "token_invalid" }]);
    await computer.prepare("");
    await computer.type("take-over-digits", "0123 456");
    expect(computer.part("take-over").hasAttribute("disabled")).toBe(true);
    await computer.type("take-over-digits", "0123 4567");
    await isReady();
    await computer.click("take-over");
    await vi.waitFor(() => {
      expect(computer.part("take-over-problem").textContent).toContain("11");
    });
    expect(computer.asked).toContainEqual(["/api/v1/join/code", '{"code":"01234567"}']);
    computer.answers.set("/api/v1/join/code", [200, { session_id: "ses_1", reference: "VB-7" }]);
    await computer.click("take-over");
    await computer.welcome({ stage: "waiting", consents: CONSENTS });
    expect(computer.screen).toBe("waiting");
  });

  it("asks for the digits when its link has run out", async () => {
    computer.answers.set("/api/v1/join", [410, { code: "token_expired" }]);
    await computer.prepare("#secret");
    await isReady();
    await computer.click("take-over");
    await vi.waitFor(() => {
      expect(computer.part("take-over-digits")).toBeTruthy();
    });
    expect(computer.part("take-over-problem").textContent).toContain("13");
    expect(location.hash).toBe("");
  });
});
