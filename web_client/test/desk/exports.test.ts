import { expect, it } from "vitest";
import { standingOf } from "../../src/desk/audit/exports";

it.each([
  ["open", null, "open"],
  ["refused", null, "refused"],
  ["approved", 101, "approved"],
  ["approved", 100, "expired"],
] as const)("an export that is %s until %s", (state, expires_at, standing) => {
  expect(standingOf({ state, expires_at }, 100)).toBe(standing);
});
