/**
 * The tracks of a replay, with what the trail knows of them (pure).
 *
 * Customer and agent are there all the time, so that silence of theirs is a fault. A third party
 * comes and goes, a supervisor speaks only at times, a screen is shown for a while: outside of that
 * there is nothing to miss.
 */

import type { LegName, LegTrack, TrailLine } from "../../wire/messages";

export interface Span {
  readonly start_s: number;
  readonly end_s: number;
}

/** `spans` are null where it is there all the time; its gaps are those that something is lost in. */
export interface Track extends LegTrack {
  readonly name: string;
  readonly spans: readonly Span[] | null;
}

/** What is read as one person's side, and beside which the others are extra. */
const SIDES: readonly LegName[] = ["customer", "agent", "guest", "supervisor", "colleague"];
/** The trail's time and the media's differ by what a message takes. */
const SLACK_S = 1;

type Turn = "on" | "off";
type Turns = Readonly<Record<string, Turn>>;

const GUEST: Turns = { guest_joined: "on", guest_left: "off", guest_dismissed: "off" };
const SCREEN: Turns = { screen_shown: "on", screen_hidden: "off" };
const COLLEAGUE: Turns = {
  colleague_joined: "on",
  colleague_left: "off",
  call_handed_over: "off",
};
const SUPERVISOR: Turns = {
  supervisor_joined: "on",
  supervisor_changed: "on",
  supervisor_left: "off",
};

/** Whether a line of the trail has a track begin or end. */
function turnOf({ leg, is_screen }: LegTrack, { kind, facts }: TrailLine): Turn | undefined {
  if (is_screen) return facts["leg"] === leg ? SCREEN[kind] : undefined;
  if (leg === "guest") return GUEST[kind];
  if (leg === "colleague") return COLLEAGUE[kind];
  const turn = SUPERVISOR[kind];
  return turn === "on" && facts["mode"] === "listen" ? "off" : turn;
}

function spansOf(track: LegTrack, trail: readonly TrailLine[]): readonly Span[] {
  const turns = trail.flatMap((line) => {
    const turn = turnOf(track, line);
    return turn === undefined || line.offset_s === null ? [] : [{ turn, at: line.offset_s }];
  });
  return turns.flatMap(({ turn, at }, index) => {
    if (turn === "off" || turns[index - 1]?.turn === "on") return [];
    const end = turns.slice(index).find((later) => later.turn === "off");
    return [{ start_s: at, end_s: end?.at ?? Infinity }];
  });
}

/** In the order in which they are shown: persons, then screens. */
export function readTracks(
  legs: readonly LegTrack[],
  trail: readonly TrailLine[],
): readonly Track[] {
  const place = ({ leg, is_screen }: LegTrack) => SIDES.indexOf(leg) + (is_screen ? 10 : 0);
  return [...legs]
    .sort((one, other) => place(one) - place(other))
    .map((leg) => {
      const isAlwaysThere = !leg.is_screen && (leg.leg === "customer" || leg.leg === "agent");
      const spans = isAlwaysThere ? null : spansOf(leg, trail);
      return {
        ...leg,
        name: leg.is_screen ? `${leg.leg}-screen` : leg.leg,
        spans,
        gaps: spans === null ? leg.gaps : leg.gaps.filter((gap) => isMissed(gap, spans)),
      };
    });
}

function isMissed(gap: Span, spans: readonly Span[]): boolean {
  return spans.some(
    ({ start_s, end_s }) => Math.min(gap.end_s, end_s) - Math.max(gap.start_s, start_s) > SLACK_S,
  );
}

export type TrackState = "not_yet" | "away" | "over" | "gap" | "playing";

/** What a track has at a position. */
export function stateAt(track: Track, position: number): TrackState {
  const { starts_at_s, duration_s, spans, gaps } = track;
  if (position < starts_at_s) return "not_yet";
  if (position > starts_at_s + duration_s) return "over";
  if (spans !== null && !spans.some((span) => isWithin(position, span, SLACK_S))) {
    return pickAbsence(spans, position);
  }
  return gaps.some((gap) => isWithin(position, gap, 0)) ? "gap" : "playing";
}

function isWithin(position: number, { start_s, end_s }: Span, slackS: number): boolean {
  return position >= start_s - slackS && position < end_s + slackS;
}

function pickAbsence(spans: readonly Span[], position: number): "not_yet" | "away" | "over" {
  if (spans.every(({ start_s }) => position < start_s)) return "not_yet";
  return spans.every(({ end_s }) => position >= end_s) ? "over" : "away";
}

/** The stretches where it has something to show. */
export function coversOf({ starts_at_s, duration_s, spans }: Track): readonly Span[] {
  const whole = { start_s: starts_at_s, end_s: starts_at_s + duration_s };
  if (spans === null) return [whole];
  return spans
    .map(({ start_s, end_s }) => ({
      start_s: Math.max(start_s, whole.start_s),
      end_s: Math.min(end_s, whole.end_s),
    }))
    .filter(({ start_s, end_s }) => end_s > start_s);
}
