import { describe, expect, it } from "vitest";
import { pickScreen, pickTrouble } from "../../src/guest/stage";
import type { GuestView } from "../../src/wire/messages";

const VIEW: GuestView = {
  name: "王文",
  relation: "guarantor",
  business: "贷款面谈",
  stage: "talking",
  has_agreed: false,
  agent: null,
  media_epoch: null,
  is_customer_here: true,
  is_agent_here: true,
  is_recording: true,
  is_recording_down: false,
  supervisor: null,
  colleague: null,
  held_since: null,
  screen: null,
};

describe("Wen's page", () => {
  it.each([
    [undefined, false, "loading"],
    [null, true, "end"],
    [VIEW, false, "welcome"],
    [VIEW, true, "camera-check"],
    [{ ...VIEW, has_agreed: true }, false, "call"],
  ] as const)("shows %j, agreed here: %s, as %s", (view, hasAgreed, screen) => {
    expect(pickScreen(view, hasAgreed)).toBe(screen);
  });

  it.each([
    [true, true, false, true, true, null],
    [false, true, false, true, true, null],
    [false, false, true, true, true, "offline"],
    [true, false, true, true, true, "reconnecting"],
    [true, false, false, true, true, "connecting"],
    [true, true, false, false, false, "agent_away"],
    [true, true, false, true, false, "customer_away"],
  ] as const)(
    "line %s, connected %s, reconnecting %s, agent %s, customer %s: %s",
    (isLineOpen, isConnected, isReconnecting, is_agent_here, is_customer_here, trouble) => {
      const now = { isLineOpen, isConnected, isReconnecting };
      expect(pickTrouble({ is_agent_here, is_customer_here }, now)).toBe(trouble);
    },
  );
});
