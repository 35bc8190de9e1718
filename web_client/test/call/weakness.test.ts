import { describe, expect, it } from "vitest";
import { pickWeakness } from "../../src/call/weakness";
import type { Level } from "../../src/wire/messages";

const at = (level: Level) => ({ level });

describe("a weak network", () => {
  it.each([
    ["sound", "good", "good", "own_sound"],
    ["stills", "bad", "bad", "own_stills"],
    ["sound", "good", "bad", "other_sound"],
    ["stills", "fair", "weak", "other_stills"],
    ["small", "weak", "good", "own_weak"],
    ["full", "bad", "weak", "own_weak"],
    ["full", "fair", "weak", "other_weak"],
    ["full", "good", "bad", "other_weak"],
    ["reduced", "fair", "fair", null],
  ] as const)("on the rung %s, own %s, other %s is told as %s", (rung, own, other, weakness) => {
    expect(pickWeakness({ rung, own: at(own), other: at(other) })).toBe(weakness);
  });

  it("is not told before anything was measured", () => {
    expect(pickWeakness({ rung: "full", own: null, other: null })).toBeNull();
  });
});
