import { describe, expect, it } from "vitest";
import { findArrival } from "../../src/call/arrivals";
import type { GuestCard } from "../../src/wire/messages";

const WEN: GuestCard = { name: "王文", relation: "guarantor", has_agreed: true, is_here: true };
const AWAY = { ...WEN, is_here: false };
const SUSAN = { staff_id: "staff_s", display_name: "陈静", staff_number: "S1" };
const PETER = { staff_id: "staff_p", display_name: "彭德", staff_number: "S2" };

describe("who has come or gone", () => {
  it.each([
    ["an invitation", null, AWAY, undefined],
    ["a first picture", AWAY, WEN, "guestCame"],
    ["an outage", WEN, AWAY, undefined],
    ["a guest who leaves", WEN, null, "guestLeft"],
    ["an invitation that is taken back", AWAY, null, undefined],
  ] as const)("of a guest, by %s", (_, before, after, what) => {
    const found = findArrival(
      { guest: before, supervisor: null },
      { guest: after, supervisor: null },
    );
    expect(found?.what).toBe(what);
  });

  it.each([
    [null, SUSAN, "supervisorCame", "陈静"],
    [SUSAN, SUSAN, undefined, undefined],
    [SUSAN, PETER, "supervisorCame", "彭德"],
    [PETER, null, "supervisorLeft", "彭德"],
  ] as const)("of supervisors", (before, after, what, name) => {
    const found = findArrival(
      { guest: WEN, supervisor: before },
      { guest: WEN, supervisor: after },
    );
    expect([found?.what, found?.name]).toEqual([what, name]);
  });

  it.each(["supervisor", "colleague"] as const)("of a %s who leads from now on", (who) => {
    const alone = { guest: null, supervisor: null, colleague: null };
    const before = { ...alone, agent: SUSAN, [who]: PETER };
    expect(findArrival(before, { ...alone, agent: PETER })?.what).toBe("tookOver");
    expect(findArrival(before, { ...alone, agent: SUSAN })?.what).toBe(`${who}Left`);
  });
});
