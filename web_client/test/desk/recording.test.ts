import { describe, expect, it } from "vitest";
import { findingsOf, judgeIntegrity } from "../../src/desk/audit/integrity";
import { isSettled, sealingOf } from "../../src/desk/audit/sealing";
import { openingOf } from "../../src/desk/audit/timeline";
import type { LegTrack } from "../../src/wire/messages";

const AGENT = { staff_id: "staff_a", display_name: "李敏", staff_number: "A1001" };

describe("what became of a recording", () => {
  it.each([
    ["sealed", "agent_hung_up", AGENT, "sealed", true],
    ["failed", "agent_hung_up", AGENT, "failed", false],
    ["empty", "media_failed", AGENT, "empty", true],
    [null, null, AGENT, "open", false],
    [null, "agent_hung_up", AGENT, "waiting", false],
    [null, "customer_vanished", null, "never", true],
  ] as const)("seal %s, closed by %s", (seal, close_reason, agent, sealing, isOver) => {
    expect(sealingOf({ seal, close_reason, agent })).toBe(sealing);
    expect(isSettled(sealing)).toBe(isOver);
  });
});

describe("where a replay stands at first", () => {
  const leg = (starts_at_s: number): LegTrack => ({
    leg: "customer",
    is_screen: false,
    url: "",
    starts_at_s,
    duration_s: 60,
    takes: 1,
    gaps: [],
    is_cut_short: false,
  });

  it.each([
    [[], 0],
    [[0.4], 0.4],
    [[0.4, 1.2], 1.2],
    [[0.4, 30], 0.4],
  ])("legs from %j: %d", (starts, opening) => {
    expect(openingOf(starts.map(leg))).toBe(opening);
  });
});

describe("the integrity", () => {
  const found = (is_trail_whole: boolean, is_signature_valid: boolean | null) => ({
    is_trail_whole,
    is_signature_valid,
    checked_at: 0,
  });

  it.each([
    [true, true, "good", ["whole", "signed"], ["good", "good"]],
    [true, null, "partly", ["whole", "unsigned"], ["good", "partly"]],
    [true, false, "bad", ["whole", "badSignature"], ["good", "bad"]],
    [false, true, "bad", ["brokenTrail", "signed"], ["bad", "good"]],
  ] as const)("trail %s, signature %s", (isWhole, isValid, judged, says, is) => {
    expect(judgeIntegrity(found(isWhole, isValid))).toBe(judged);
    expect(findingsOf(found(isWhole, isValid)).map((finding) => finding.says)).toEqual(says);
    expect(findingsOf(found(isWhole, isValid)).map((finding) => finding.is)).toEqual(is);
  });
});
