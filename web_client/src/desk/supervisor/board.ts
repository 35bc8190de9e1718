/** What the board says, from what the server knows (pure). */

import type { AgentLine, Board, Figures, LevelView, Presence } from "../../wire/messages";
import { writeDuration } from "../moments";

export const LONG_WAIT_S = 60;
/** As the board and the wall list them: those who can be rung first. */
export const STATES = ["ready", "ringing", "busy", "wrap_up", "break", "offline"] as const;
export const CHOSEN_STATES = ["ready", "break", "offline"] as const;

export type Tone = "success" | "warning" | "danger" | "quiet";

const SHARES: ReadonlySet<string> = new Set([
  "connection_rate",
  "service_level",
  "abandon_rate",
  "occupancy",
]);

/** A figure as people read it; null where there is none. */
export function writeFigure(name: string, value: number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (SHARES.has(name)) return `${(100 * value).toFixed(value === 1 || value === 0 ? 0 : 1)}%`;
  if (name === "satisfaction") return value.toFixed(1);
  return name.endsWith("_s") ? writeDuration(value) : String(value);
}

/** A day in which nobody came has no rates. */
export function figureOf(day: Figures, name: keyof Figures): string | null {
  const isOfCalls = name !== "occupancy" && name !== "offered" && name !== "connected";
  return isOfCalls && day.offered === 0 ? null : writeFigure(name, day[name]);
}

export function toneOf(name: keyof Figures, day: Figures): Tone {
  if (day.offered === 0) return "quiet";
  if (name === "connection_rate") return byLimits(day.connection_rate, 0.95, 0.9);
  if (name === "service_level") return byLimits(day.service_level, 0.8, 0.6);
  if (name === "abandon_rate") return byLimits(1 - day.abandon_rate, 0.95, 0.9);
  return "quiet";
}

function byLimits(value: number, good: number, poor: number): Tone {
  if (value >= good) return "success";
  return value >= poor ? "warning" : "danger";
}

export function toneOfWait(seconds: number | null): Tone {
  if (seconds === null) return "quiet";
  if (seconds <= 20) return "success";
  return seconds <= LONG_WAIT_S ? "warning" : "danger";
}

export const TONE_OF_STATE: Readonly<Record<Presence, Tone>> = {
  ready: "success",
  ringing: "warning",
  busy: "quiet",
  wrap_up: "quiet",
  break: "warning",
  offline: "quiet",
};

export interface Alert {
  readonly kind: "level" | "unstaffed" | "missed" | "long";
  readonly key: string;
  readonly tone: "warning" | "danger";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What needs the supervisor, the worst first. */
export function alertsOf(board: Board, agents: readonly AgentLine[], now: number): Alert[] {
  const missed = agents.filter(({ state }) => state.break_reason === "no_answer");
  return [
    ...ofLevel(board.emergency.level),
    ...ofWaits(board, now),
    ...missed.map(({ member }): Alert => {
      const facts = { name: member.display_name };
      return { kind: "missed", key: `missed-${member.staff_id}`, tone: "warning", facts };
    }),
  ];
}

function ofLevel(level: number): Alert[] {
  if (level === 0) return [];
  const tone = level === 2 ? "danger" : "warning";
  return [{ kind: "level", key: "level", tone, facts: { level } }];
}

function ofWaits(board: Board, now: number): Alert[] {
  const { waiting, waits_since: since, agents } = board;
  const found: Alert[] = [];
  if (waiting > 0 && (agents["ready"] ?? 0) + (agents["ringing"] ?? 0) === 0) {
    const facts = { count: waiting };
    found.push({ kind: "unstaffed", key: "unstaffed", tone: "danger", facts });
  }
  if (since !== null && now - since > LONG_WAIT_S) {
    const facts = { wait: writeDuration(now - since) };
    found.push({ kind: "long", key: "long", tone: "warning", facts });
  }
  return found;
}

/** Who is signed on first, and of each state the longest in it first; the offline last. */
export function sortAgents(agents: readonly AgentLine[]): AgentLine[] {
  return [...agents].sort(
    (one, other) =>
      STATES.indexOf(one.state.presence) - STATES.indexOf(other.state.presence) ||
      one.state.since - other.state.since,
  );
}

/** Why a level is as it is, as a key of the texts; null when there is nothing to say. */
export function countdownOf(level: LevelView): "byHand" | "goes" | "comes" | null {
  if (level.turns_at === null) return null;
  if (level.mode !== "automatic") return "byHand";
  return level.pressing.length > 0 ? "goes" : "comes";
}
