import { describe, expect, it } from "vitest";
import {
  countFilters,
  kindsLike,
  NO_FILTERS,
  queryOf,
  toggleFlag,
} from "../../src/desk/audit/filters";

describe("the filters of the list", () => {
  it("ask nothing while they are empty", () => {
    expect(queryOf(NO_FILTERS)).toEqual({});
    expect(countFilters({ ...NO_FILTERS, search: "DK-1" })).toBe(0);
  });

  it("include both days that they name", () => {
    const { since, until } = queryOf({ ...NO_FILTERS, since: "2026-03-01", until: "2026-03-01" });
    expect(Number(since)).toBe(new Date(2026, 2, 1).getTime() / 1000);
    expect(Number(until)).toBe(new Date(2026, 2, 2).getTime() / 1000);
  });

  it("switch a flag on and off", () => {
    const flags = toggleFlag(NO_FILTERS, "gap");
    expect(queryOf({ ...NO_FILTERS, flags })).toEqual({ flags: "gap" });
    expect(toggleFlag({ ...NO_FILTERS, flags }, "gap")).toEqual([]);
  });

  it("count what narrows the list", () => {
    expect(countFilters({ ...NO_FILTERS, agent: "A1001", trail: " ", flags: ["gap"] })).toBe(2);
  });
});

describe("words of the trail", () => {
  it.each([
    ["hung up", "hung_up"],
    ["挂断", "hung_up"],
    ["Legal hold", "legal_hold_placed"],
    ["话术没有", "script_left_open"],
  ])("%s are found as %s", (text, kind) => {
    expect(kindsLike(text)).toContain(kind);
  });

  it("that no entry has find nothing, not everything", () => {
    expect(queryOf({ ...NO_FILTERS, trail: "no such words" })).toEqual({ kinds: "nothing" });
  });
});
