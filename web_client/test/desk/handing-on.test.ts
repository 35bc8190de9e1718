import { describe, expect, it } from "vitest";
import { ownLeg, pickScene } from "../../src/desk/agent/stage";
import { isSame, listChoices } from "../../src/desk/agent/targets";
import { applyTo, type Whole } from "../../src/desk/agent/whole";
import { marksOf, sortMeetings } from "../../src/desk/supervisor/meetings";
import type { AgentCard, AgentView, Colleagues, FloorMeeting } from "../../src/wire/messages";

const ADA: AgentCard = { staff_id: "staff_ada", display_name: "艾达", staff_number: "A1002" };
const AMIR: AgentCard = { staff_id: "staff_amir", display_name: "李敏", staff_number: "A1001" };
const FOUND: Colleagues = {
  agents: [
    { card: ADA, presence: "ready", since: 1 },
    { card: AMIR, presence: "busy", since: 1 },
  ],
  skills: [{ skill: "deeds", free: 1 }],
  queues: [{ queue: "cards", name: "信用卡", free: 0, waiting: 3 }],
};
const consult = (colleague: AgentCard | null) => ({
  target: { kind: "agent", name: ADA.staff_id } as const,
  is_ringing: colleague === null,
  colleague,
});
const LEAD = { seat: "lead", held_since: null, consult: null, is_leading_over: false } as const;

describe("the persons on the desk of a call", () => {
  it.each([
    [{}, { main: 0, partner: null, guest: 1 }],
    [{ held_since: 1 }, { main: null, partner: null, guest: 1 }],
    [
      { held_since: 1, consult: consult(null) },
      { main: null, partner: null, guest: 1 },
    ],
    [
      { held_since: 1, consult: consult(ADA) },
      { main: 2, partner: null, guest: 1 },
    ],
    [{ consult: consult(ADA) }, { main: 0, partner: 2, guest: 1 }],
    [
      { seat: "colleague", held_since: 1 },
      { main: 1, partner: null, guest: 2 },
    ],
    [{ seat: "colleague" }, { main: 0, partner: 1, guest: 2 }],
    [{ is_leading_over: true }, { main: 0, partner: null, guest: 2 }],
  ] as const)("with %j", (change, scene) => {
    expect(pickScene({ ...LEAD, ...change })).toEqual(scene);
  });

  it("take part as who they are", () => {
    expect(ownLeg({ is_leading_over: false, seat: "colleague" })).toBe("colleague");
    expect(ownLeg({ is_leading_over: false, seat: "lead" })).toBe("agent");
  });
});

describe("the list of whom to hand on to", () => {
  it("finds by name, number, skill and queue", () => {
    const all = listChoices(FOUND, "");
    expect([all.agents.length, all.skills.length, all.queues.length]).toEqual([2, 1, 1]);
    expect(listChoices(FOUND, "1002").agents.map(({ title }) => title)).toEqual(["艾达"]);
    expect(listChoices(FOUND, "DEED").skills).toHaveLength(1);
    expect(listChoices(FOUND, "信用").queues.map(({ target }) => target.name)).toEqual(["cards"]);
    expect(listChoices(FOUND, "nobody")).toEqual({ agents: [], skills: [], queues: [] });
  });

  it("knows who can be rung at once", () => {
    expect(listChoices(FOUND, "").agents.map(({ free }) => free)).toEqual([1, 0]);
    expect(isSame(null, { kind: "skill", name: "deeds" })).toBe(false);
  });
});

describe("the note of who has handed on", () => {
  const whole = {
    state: { staff_id: "staff_ada", presence: "wrap_up", since: 1 },
    offer: null,
    view: { seat: "former" } as AgentView,
  } as Whole;
  const told = (presence: "ready" | "wrap_up") => ({
    type: "agent_state_changed" as const,
    state: { ...whole.state, presence },
  });

  it("goes when the queues let go, not before", () => {
    expect(applyTo(whole, told("wrap_up")).view).toBe(whole.view);
    expect(applyTo(whole, told("ready")).view).toBeNull();
  });
});

describe("who asks for help", () => {
  const meeting = (since: number, asked: number | null): FloorMeeting => ({
    session_id: `ses_${String(since)}`,
    agent: ADA,
    customer_name: "王*",
    business: "贷款",
    stage: "talking",
    since,
    has_guest: false,
    supervisor: null,
    help_asked_at: asked,
  });

  it("comes first, and says so", () => {
    const sorted = sortMeetings([meeting(1, null), meeting(2, 9), meeting(3, 8)]);
    expect(sorted.map(({ since }) => since)).toEqual([3, 2, 1]);
    expect(marksOf(meeting(1, 5), "staff_x")).toEqual(["help"]);
  });
});
