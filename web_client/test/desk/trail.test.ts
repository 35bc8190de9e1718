import { describe, expect, it } from "vitest";
import { actorOf, companyOf, factsOf, FACTS, groupOf } from "../../src/desk/audit/trail";
import { deskText } from "../../src/text/desk";
import type { TrailLine } from "../../src/wire/messages";

describe("the facts of a line", () => {
  it("are those that a person reads, in the order of reading", () => {
    const facts = { check: "check_1", distance: 0.671, verdict: "failed", engine: "e", epoch: 1 };
    expect(factsOf({ facts })).toEqual([
      { name: "verdict", value: "failed", isTime: false },
      { name: "distance", value: 0.671, isTime: false },
    ]);
  });

  it("leave out what is not there and what goes without saying", () => {
    expect(
      factsOf({ facts: { reason: "", code: null, take: 1, gaps: 0, cut_short: false } }),
    ).toEqual([]);
    expect(
      factsOf({ facts: { take: 2, gaps: 3, cut_short: true } }).map(({ name }) => name),
    ).toEqual(["take", "gaps", "cut_short"]);
  });

  it("know which are times", () => {
    expect(factsOf({ facts: { position_s: 8.1 } })).toEqual([
      { name: "position_s", value: 8.1, isTime: true },
    ]);
  });

  it.each(["zh-CN", "en"] as const)("have their sentences (%s)", (language) => {
    for (const name of FACTS) expect(deskText[language].fact[name]).toContain("{value}");
  });
});

describe("who did it", () => {
  const line = (kind: string, actor: string): TrailLine => ({
    number: 1,
    at: 0,
    offset_s: 0,
    kind,
    actor,
    facts: {},
  });
  const company = companyOf([
    line("offer_accepted", "staff_a"),
    line("offer_accepted", "staff_before"),
    line("guest_joined", "guest_1"),
    line("supervisor_joined", "staff_s"),
  ]);
  const known = { sessionId: "ses_1", agentId: "staff_a", readerId: "staff_r", company };

  it.each([
    ["ses_1", "customer"],
    ["staff_a", "agent"],
    ["staff_r", "reader"],
    ["house", "house"],
    ["bank_system", "bank"],
    ["guest_1", "guest"],
    ["staff_s", "supervisor"],
    ["staff_before", "formerAgent"],
    ["archivist_7f", "archivist"],
  ])("%s is the %s", (actor, who) => {
    expect(actorOf(actor, known)).toEqual({ who });
  });

  it("is a colleague with the end of an id otherwise, also where no agent came", () => {
    expect(actorOf("staff_x_a", { ...known, agentId: null })).toEqual({
      who: "colleague",
      tail: "ff_x_a",
    });
  });
});

it("a reading of the recording is a viewing, a refused side is trouble", () => {
  expect(groupOf("recording_opened")).toBe("access");
  expect(groupOf("leg_refused")).toBe("trouble");
  expect(groupOf("talking_began")).toBe("meeting");
});
