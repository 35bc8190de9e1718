/** The trail as an auditor reads it (pure). */

import type { TrailLine } from "../../wire/messages";

export const TRAIL_GROUPS = ["meeting", "identity", "trouble", "access"] as const;
export type TrailGroup = (typeof TRAIL_GROUPS)[number];

const GROUP_OF: Readonly<Record<string, TrailGroup>> = {
  picture_requested: "identity",
  picture_received: "identity",
  check_begun: "identity",
  check_finished: "identity",
  check_failed: "identity",
  check_decided: "identity",
  leg_lost: "trouble",
  customer_vanished: "trouble",
  customer_returned: "trouble",
  agent_vanished: "trouble",
  agent_returned: "trouble",
  recording_stalled: "trouble",
  recording_alive: "trouble",
  media_node_lost: "trouble",
  recording_seal_failed: "trouble",
  recording_viewed: "access",
  picture_viewed: "access",
  playback_played: "access",
  playback_paused: "access",
  playback_sought: "access",
};

export function groupOf(kind: string): TrailGroup {
  return GROUP_OF[kind] ?? "meeting";
}

const MARKED: ReadonlySet<string> = new Set([
  "talking_began",
  "customer_vanished",
  "agent_vanished",
  "recording_stalled",
  "media_node_lost",
  "picture_received",
  "check_finished",
  "check_failed",
  "check_decided",
  "hung_up",
]);

/** The lines that have a mark on the replay's bar: inside the recording, and worth a jump. */
export function marksOf(trail: readonly TrailLine[], durationS: number): readonly TrailLine[] {
  return trail.filter(
    ({ kind, offset_s }) =>
      MARKED.has(kind) && offset_s !== null && offset_s >= 0 && offset_s <= durationS,
  );
}

/** The number of the last line that has happened at `position`; viewings happen in no recording. */
export function currentLine(trail: readonly TrailLine[], position: number): number | null {
  return trail.reduce<number | null>(
    (last, { number, offset_s, kind }) =>
      offset_s !== null && offset_s <= position && groupOf(kind) !== "access" ? number : last,
    null,
  );
}

const IN_SECONDS: ReadonlySet<string> = new Set(["position_s", "duration_s", "waited_s"]);

export interface Fact {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly isTime: boolean;
}

/** The facts for reading: without ids, hashes and what is not there. */
export function factsOf(line: TrailLine): readonly Fact[] {
  return Object.entries(line.facts).flatMap(([name, value]): Fact[] =>
    value === null || value === "" || isForMachines(name)
      ? []
      : [{ name, value, isTime: IN_SECONDS.has(name) }],
  );
}

function isForMachines(name: string): boolean {
  return name === "id" || /_(?:id|hash|root|key|node)$/.test(name);
}
