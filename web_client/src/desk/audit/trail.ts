/** The trail as an auditor reads it (pure). */

import type { TrailLine } from "../../wire/messages";

export const TRAIL_GROUPS = [
  "meeting",
  "script",
  "identity",
  "trouble",
  "keeping",
  "access",
] as const;
export type TrailGroup = (typeof TRAIL_GROUPS)[number];

const GROUP_OF: Readonly<Record<string, TrailGroup>> = {
  script_step_begun: "script",
  script_step_answered: "script",
  script_step_finished: "script",
  script_left_open: "script",
  position_answered: "identity",
  location_hinted: "identity",
  picture_requested: "identity",
  picture_received: "identity",
  document_requested: "identity",
  document_side_received: "identity",
  document_confirmed: "identity",
  check_begun: "identity",
  check_finished: "identity",
  check_failed: "identity",
  camera_described: "identity",
  challenge_attempted: "identity",
  challenge_eased: "identity",
  digits_judged: "identity",
  presence_changed: "identity",
  check_decided: "identity",
  other_way_begun: "identity",
  inquiry_answered: "identity",
  control_question_noted: "identity",
  code_sent: "identity",
  code_typed: "identity",
  second_look_asked: "identity",
  second_look_given: "identity",
  leg_lost: "trouble",
  customer_vanished: "trouble",
  customer_returned: "trouble",
  agent_vanished: "trouble",
  agent_returned: "trouble",
  leg_refused: "trouble",
  talking_resumed: "trouble",
  event_failed: "trouble",
  agent_paused: "trouble",
  emergency_level_changed: "trouble",
  emergency_chosen: "trouble",
  recording_stalled: "trouble",
  recording_alive: "trouble",
  media_moved: "trouble",
  media_node_lost: "trouble",
  recording_seal_failed: "trouble",
  recording_deleted: "keeping",
  product_end_noted: "keeping",
  legal_hold_placed: "keeping",
  legal_hold_released: "keeping",
  consent_withdrawn: "keeping",
  location_deleted: "keeping",
  pictures_deleted: "keeping",
  recording_viewed: "access",
  recording_opened: "access",
  picture_viewed: "access",
  playback_played: "access",
  playback_paused: "access",
  playback_sought: "access",
  customer_unmasked: "access",
  recording_refused: "access",
  comment_added: "access",
  export_asked: "access",
  export_approved: "access",
  export_refused: "access",
  export_downloaded: "access",
  film_downloaded: "access",
  verification_measured: "identity",
};

export function groupOf(kind: string): TrailGroup {
  return GROUP_OF[kind] ?? "meeting";
}

/** What stands on the replay's bar, each kind to be shown or not; viewings happen in no recording. */
export const MARK_GROUPS = ["meeting", "script", "identity", "trouble", "comments"] as const;
export type MarkGroup = (typeof MARK_GROUPS)[number] | TrailGroup;

const MARKED: ReadonlySet<string> = new Set([
  "talking_began",
  "customer_vanished",
  "handed_over",
  "network_changed",
  "location_hinted",
  "agent_vanished",
  "recording_stalled",
  "media_moved",
  "media_node_lost",
  "picture_received",
  "document_confirmed",
  "check_finished",
  "check_failed",
  "presence_changed",
  "check_decided",
  "other_way_begun",
  "second_look_given",
  "guest_joined",
  "guest_left",
  "supervisor_joined",
  "supervisor_changed",
  "supervisor_left",
  "hold_began",
  "hold_ended",
  "colleague_joined",
  "colleague_left",
  "call_handed_over",
  "transferred",
  "help_asked",
  "screen_shown",
  "screen_hidden",
  "script_step_begun",
  "script_step_finished",
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

/** The facts that a person reads; ids, hashes and places in the machinery are none of them. */
export const FACTS = [
  "leg",
  "mode",
  "relation",
  "take",
  "recording",
  "face",
  "location",
  "position",
  "hint",
  "apart_km",
  "text",
  "verdict",
  "distance",
  "decision",
  "reason",
  "code",
  "error",
  "end",
  "score",
  "duration_s",
  "gaps",
  "cut_short",
  "lost_packets",
  "gap_s",
  "held_s",
  "to",
  "level",
  "most_s",
  "number",
  "step",
  "question",
  "right",
  "agrees",
  "attempt",
  "answer",
  "answered_by",
  "faces_confirmed",
  "document_confirmed",
  "steps",
  "purpose",
  "position_s",
] as const;
export type FactName = (typeof FACTS)[number];

const IN_SECONDS: ReadonlySet<FactName> = new Set<FactName>([
  "position_s",
  "duration_s",
  "gap_s",
  "held_s",
  "most_s",
]);
/** Worth a word only when there is something to say. */
const QUIET_WHEN: Partial<Record<FactName, unknown>> = {
  take: 1,
  attempt: 1,
  gaps: 0,
  cut_short: false,
};

export interface Fact {
  readonly name: FactName;
  readonly value: string | number | boolean;
  readonly isTime: boolean;
}

export function factsOf(line: Pick<TrailLine, "facts">): readonly Fact[] {
  return FACTS.flatMap((name): Fact[] => {
    const value = line.facts[name];
    if (value === undefined || value === null || value === "") return [];
    return value === QUIET_WHEN[name] ? [] : [{ name, value, isTime: IN_SECONDS.has(name) }];
  });
}

type Known = "guest" | "supervisor" | "formerAgent" | "askedIn";

/** Those who are not in the head of the recording, by what they did in the meeting. */
const DOINGS: Readonly<Record<string, Known>> = {
  guest_joined: "guest",
  guest_refused: "guest",
  guest_left: "guest",
  guest_page_opened: "guest",
  supervisor_joined: "supervisor",
  offer_accepted: "formerAgent",
  colleague_joined: "askedIn",
};

/** What an actor is in this session, where the trail itself says it. */
export function companyOf(trail: readonly TrailLine[]): ReadonlyMap<string, Known> {
  return new Map(
    trail.flatMap(({ kind, actor }) => {
      const who = DOINGS[kind];
      return who === undefined ? [] : [[actor, who] as const];
    }),
  );
}

/** Who did it: one of the session's own people, the reader, a machine, or `tail` of an id. */
export type Actor =
  | { readonly who: Known | "customer" | "agent" | "reader" | "house" | "bank" | "archivist" }
  | { readonly who: "colleague"; readonly tail: string };

const TAIL = 6;

export function actorOf(
  actor: string,
  known: {
    readonly sessionId: string;
    readonly agentId: string | null;
    readonly readerId: string;
    readonly company: ReadonlyMap<string, Known>;
  },
): Actor {
  switch (actor) {
    case known.sessionId:
      return { who: "customer" };
    case known.agentId:
      return { who: "agent" };
    case known.readerId:
      return { who: "reader" };
    case "house":
      return { who: "house" };
    case "bank_system":
      return { who: "bank" };
    default:
      return strangerOf(actor, known.company);
  }
}

function strangerOf(actor: string, company: ReadonlyMap<string, Known>): Actor {
  const found = company.get(actor);
  if (found !== undefined) return { who: found };
  return actor.startsWith("archivist_")
    ? { who: "archivist" }
    : { who: "colleague", tail: actor.slice(-TAIL) };
}
