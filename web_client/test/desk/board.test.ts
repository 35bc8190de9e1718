import { expect, test } from "vitest";
import {
  alertsOf,
  countdownOf,
  figureOf,
  sortAgents,
  toneOf,
  toneOfWait,
  writeFigure,
} from "../../src/desk/supervisor/board";
import { chartsOf, hoursOf, optionOf } from "../../src/desk/supervisor/day-charts";
import type { AgentLine, Board, Figures, LevelView, Presence } from "../../src/wire/messages";

const DAY: Figures = {
  offered: 10,
  connected: 9,
  connection_rate: 0.9,
  service_level: 0.5,
  abandon_rate: 0.1,
  wait_mean_s: 8.4,
  wait_p50_s: 5,
  wait_p95_s: 40,
  wait_longest_s: 61.5,
  aht_s: 250,
  satisfaction: null,
  occupancy: 0.705,
};
const NOBODY: Figures = { ...DAY, offered: 0, connected: 0, connection_rate: 1 };
const QUIET: LevelView = { is_on: false, mode: "automatic", pressing: [], turns_at: null };
const BOARD: Board = {
  waiting: 0,
  waits_since: null,
  agents: { ready: 2 },
  day: DAY,
  queues: [],
  emergency: {
    level: 0,
    since: 0,
    first: QUIET,
    second: QUIET,
    measured: { longest_wait_s: 0, waiting: 0, abandon_rate: null, connection_rate: null },
    measures: {
      callbacks_first: false,
      wrap_up_s: null,
      audio_first: false,
      appointments_only: [],
      announcement: {},
    },
  },
  zone: "Asia/Shanghai",
};

function agent(number: string, presence: Presence, since: number, missed = false): AgentLine {
  return {
    member: { staff_id: number, display_name: number, staff_number: number, role: "agent" },
    state: {
      staff_id: number,
      presence,
      since,
      break_reason: missed ? "no_answer" : null,
      session_id: null,
      offer_id: null,
      word: null,
    },
    day: null,
  };
}

test("figures are written as people read them", () => {
  expect(writeFigure("connection_rate", 0.954)).toBe("95.4%");
  expect(writeFigure("connection_rate", 1)).toBe("100%");
  expect(writeFigure("aht_s", 250)).toBe("4:10");
  expect(writeFigure("satisfaction", 4.25)).toBe("4.3");
  expect(writeFigure("offered", 12)).toBe("12");
  expect(writeFigure("occupancy", null)).toBeNull();
});

test("a day in which nobody came has no rates, and no colour", () => {
  expect(figureOf(NOBODY, "connection_rate")).toBeNull();
  expect(figureOf(NOBODY, "offered")).toBe("0");
  expect(toneOf("connection_rate", NOBODY)).toBe("quiet");
});

test("colours follow what was promised: 95 % connected, 20 s", () => {
  expect(toneOf("connection_rate", DAY)).toBe("warning");
  expect(toneOf("service_level", DAY)).toBe("danger");
  expect(toneOf("aht_s", DAY)).toBe("quiet");
  expect([null, 20, 60, 61].map(toneOfWait)).toEqual(["quiet", "success", "warning", "danger"]);
});

test("a calm floor has no alerts, and the worst comes first", () => {
  expect(alertsOf(BOARD, [agent("a", "ready", 0)], 100)).toEqual([]);
  const worse: Board = {
    ...BOARD,
    waiting: 3,
    waits_since: 30,
    agents: { busy: 2 },
    emergency: { ...BOARD.emergency, level: 2 },
  };
  const found = alertsOf(worse, [agent("a", "break", 0, true)], 100);
  expect(found.map(({ kind, tone }) => [kind, tone])).toEqual([
    ["level", "danger"],
    ["unstaffed", "danger"],
    ["long", "warning"],
    ["missed", "warning"],
  ]);
});

test("agents stand by state, and in it the longest first", () => {
  const lines = [agent("off", "offline", 1), agent("new", "ready", 9), agent("old", "ready", 3)];
  expect(sortAgents(lines).map(({ member }) => member.staff_id)).toEqual(["old", "new", "off"]);
});

test("a countdown says what it counts to", () => {
  expect(countdownOf(QUIET)).toBeNull();
  expect(countdownOf({ ...QUIET, turns_at: 9 })).toBe("comes");
  expect(countdownOf({ ...QUIET, turns_at: 9, pressing: ["waiting"] })).toBe("goes");
  expect(countdownOf({ ...QUIET, turns_at: 9, mode: "on" })).toBe("byHand");
});

test("the day is drawn in the bank's time, and nobody's rate is a gap", () => {
  const trend = [
    { begins: 1_774_886_400, figures: DAY },
    { begins: 1_774_888_200, figures: NOBODY },
  ];
  const hours = hoursOf(trend, "Asia/Shanghai");
  expect(hours).toEqual(["00:00", "00:30"]);
  const colours = { brand: "#00f", good: "#0f0", warn: "#f80" };
  const charts = chartsOf(trend, (path) => path, colours);
  expect(charts.map(({ series }) => series.length)).toEqual([2, 2, 2]);
  expect(charts[1]?.series[0]?.values).toEqual([90, null]);
  const [rates] = charts.slice(1, 2).map((chart) => optionOf(chart, hours));
  expect(rates?.yAxis).toMatchObject({ max: 100, name: "board.pen.share" });
});
