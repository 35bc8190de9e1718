import { describe, expect, it } from "vitest";
import { coversOf, readTracks, stateAt, type Track } from "../../src/desk/audit/tracks";
import type { LegTrack, TrailLine } from "../../src/wire/messages";

const leg = (changes: Partial<LegTrack> = {}): LegTrack => ({
  leg: "customer",
  is_screen: false,
  url: "",
  starts_at_s: 0,
  duration_s: 100,
  takes: 1,
  gaps: [],
  is_cut_short: false,
  ...changes,
});

const line = (kind: string, offset_s: number, facts: TrailLine["facts"] = {}): TrailLine => ({
  number: 1,
  at: 0,
  offset_s,
  kind,
  actor: "",
  facts,
});

function read(track: LegTrack, ...trail: TrailLine[]): Track {
  const [found] = readTracks([track], trail);
  if (found === undefined) throw new Error("no track");
  return found;
}

const states = (track: Track, ...positions: number[]) =>
  positions.map((position) => stateAt(track, position));

it("the tracks stand in one order, persons before screens", () => {
  const legs = [
    leg({ leg: "agent", is_screen: true }),
    leg({ leg: "supervisor" }),
    leg({ leg: "agent" }),
    leg({ leg: "customer" }),
  ];
  expect(readTracks(legs, []).map(({ name }) => name)).toEqual([
    "customer",
    "agent",
    "supervisor",
    "agent-screen",
  ]);
});

describe("what a track has at a position", () => {
  it("customer and agent are missed whenever nothing came in", () => {
    const track = read(leg({ starts_at_s: 5, duration_s: 60, gaps: [{ start_s: 20, end_s: 30 }] }));
    expect(states(track, 1, 10, 25, 70)).toEqual(["not_yet", "playing", "gap", "over"]);
    expect(track.gaps).toHaveLength(1);
  });

  it("a third party is not missed between one and the next", () => {
    const track = read(
      leg({ leg: "guest", starts_at_s: 11, duration_s: 80, gaps: [{ start_s: 30, end_s: 60 }] }),
      line("guest_joined", 10),
      line("guest_left", 30),
      line("guest_joined", 60),
      line("guest_dismissed", 90),
    );
    expect(track.gaps).toEqual([]);
    expect(states(track, 5, 20, 45, 70, 95)).toEqual([
      "not_yet",
      "playing",
      "away",
      "playing",
      "over",
    ]);
  });

  it("a third party's own outage is an interruption", () => {
    const track = read(
      leg({ leg: "guest", gaps: [{ start_s: 30, end_s: 40 }] }),
      line("guest_joined", 10),
    );
    expect(states(track, 35)).toEqual(["gap"]);
  });

  it("a supervisor who listens has nothing to hear", () => {
    const track = read(
      leg({ leg: "supervisor", starts_at_s: 20, gaps: [{ start_s: 40, end_s: 60 }] }),
      line("supervisor_joined", 10, { mode: "listen" }),
      line("supervisor_changed", 20, { mode: "whisper" }),
      line("supervisor_changed", 40, { mode: "listen" }),
      line("supervisor_changed", 60, { mode: "barge" }),
      line("supervisor_left", 80),
    );
    expect(track.gaps).toEqual([]);
    expect(states(track, 15, 30, 50, 70, 85)).toEqual([
      "not_yet",
      "playing",
      "away",
      "playing",
      "over",
    ]);
  });

  it("a screen is there while it is shown, and nobody else's screen counts", () => {
    const track = read(
      leg({ leg: "agent", is_screen: true }),
      line("screen_shown", 5, { leg: "customer" }),
      line("screen_hidden", 15, { leg: "customer" }),
      line("screen_shown", 20, { leg: "agent" }),
    );
    expect(states(track, 10, 30)).toEqual(["not_yet", "playing"]);
    expect(coversOf(track)).toEqual([{ start_s: 20, end_s: 100 }]);
  });
});
