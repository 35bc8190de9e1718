import { describe, expect, it } from "vitest";
import { customerScreen, pickEnding, pickTrouble } from "../../src/call/stage";
import { CLOSE_REASONS, STAGES } from "../../src/wire/messages";

const consents = { recording: true, face: true, at: 0, text: "" };

describe("the customer's screen", () => {
  it("asks for consents first and checks the camera after", () => {
    const view = { stage: "arriving", close_reason: null, deferral: null } as const;
    expect(customerScreen({ ...view, consents: null })).toBe("welcome");
    expect(customerScreen({ ...view, consents })).toBe("camera-check");
  });

  it("asks for the location between them, where the bank asks", () => {
    const view = { stage: "arriving", close_reason: null, deferral: null } as const;
    expect(customerScreen({ ...view, consents: null }, true)).toBe("welcome");
    expect(customerScreen({ ...view, consents }, true)).toBe("consent-location");
    expect(customerScreen({ ...view, consents, stage: "waiting" }, true)).toBe("waiting");
  });

  it.each(["waiting", "offered"] as const)("waits while %s", (stage) => {
    expect(customerScreen({ stage, consents, close_reason: null, deferral: null })).toBe("waiting");
  });

  it.each(["connecting", "talking", "parked"] as const)("is the call while %s", (stage) => {
    expect(customerScreen({ stage, consents, close_reason: null, deferral: null })).toBe("call");
  });

  it("is the deferral's while a callback waits in the queue, and until an appointment", () => {
    const deferral = { kind: "callback", begins_at: null, ends_at: null } as const;
    const left = { ...deferral, opens_at: null, closes_at: null };
    for (const stage of ["waiting", "offered", "deferred"] as const) {
      const view = { stage, consents, close_reason: null, deferral: left };
      expect(customerScreen(view)).toBe("deferred");
    }
  });

  it("is the end at every stage that has a reason to close", () => {
    for (const stage of STAGES) {
      expect(
        customerScreen({ stage, consents, close_reason: "media_failed", deferral: null }),
      ).toBe("end");
    }
  });
});

describe("the ending", () => {
  it.each([
    ["wrapping_up", "customer_hung_up", "done"],
    ["closed", "agent_hung_up", "done"],
    ["closed", "customer_vanished", "lost"],
    ["abandoned", "customer_vanished", "abandoned"],
    ["abandoned", "customer_left_the_queue", "left"],
    ["refused", "consent_refused", "refused"],
    ["expired", null, "expired"],
    ["closed", "media_failed", "failed"],
  ] as const)("%s for %s is %s", (stage, close_reason, ending) => {
    expect(pickEnding({ stage, close_reason })).toBe(ending);
  });

  it("has a page for every reason", () => {
    for (const close_reason of CLOSE_REASONS) {
      expect(pickEnding({ stage: "closed", close_reason })).toBeTruthy();
    }
  });
});

describe("the call's banner", () => {
  const fine = {
    isLineOpen: true,
    isConnected: true,
    isReconnecting: false,
    isAgentHere: true,
    stage: "talking",
  } as const;

  it("says nothing while all is well", () => {
    expect(pickTrouble(fine)).toBeNull();
  });

  it("says nothing while only the line is being mended: the call goes on", () => {
    expect(pickTrouble({ ...fine, isLineOpen: false })).toBeNull();
  });

  it("says whose connection is lost", () => {
    const lost = { ...fine, isConnected: false, isReconnecting: true };
    expect(pickTrouble({ ...lost, isLineOpen: false })).toBe("offline");
    expect(pickTrouble(lost)).toBe("reconnecting");
    expect(pickTrouble({ ...lost, isAgentHere: false })).toBe("agent_away");
  });
});
