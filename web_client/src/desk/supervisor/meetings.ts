/** The meetings that go on, as the list shows them (pure). */

import type { FloorMeeting } from "../../wire/messages";

/** Whoever asks for help first, then the longest. Of equal ones the order stays. */
export function sortMeetings(meetings: readonly FloorMeeting[]): readonly FloorMeeting[] {
  return [...meetings].sort(
    (one, other) =>
      askedAt(one) - askedAt(other) ||
      one.since - other.since ||
      (one.session_id < other.session_id ? -1 : 1),
  );
}

const LAST = Number.MAX_SAFE_INTEGER;

function askedAt({ help_asked_at }: FloorMeeting): number {
  return help_asked_at ?? LAST;
}

/** Those whose agent's name or number has the words in it. */
export function filterMeetings(
  meetings: readonly FloorMeeting[],
  words: string,
): readonly FloorMeeting[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return meetings;
  return meetings.filter(({ agent }) =>
    `${agent?.display_name ?? ""} ${agent?.staff_number ?? ""}`.toLowerCase().includes(wanted),
  );
}

export type MeetingMark = "help" | "connecting" | "parked" | "guest" | "you" | "supervisor";

/** What is special about a meeting, the most urgent first. */
export function marksOf(meeting: FloorMeeting, staffId: string): readonly MeetingMark[] {
  const { stage, has_guest, supervisor } = meeting;
  const marks: MeetingMark[] = [];
  if (meeting.help_asked_at !== null) marks.push("help");
  if (stage === "connecting" || stage === "parked") marks.push(stage);
  if (supervisor !== null) marks.push(supervisor.staff_id === staffId ? "you" : "supervisor");
  if (has_guest) marks.push("guest");
  return marks;
}

/** What has to be asked before one goes in: somebody is sent out, or one's own voice is cut off. */
export type Doubt = "other_supervisor" | "speaking" | null;

export function doubtAbout(meeting: FloorMeeting, staffId: string, isSpeaking: boolean): Doubt {
  const { supervisor } = meeting;
  if (supervisor !== null && supervisor.staff_id !== staffId) return "other_supervisor";
  return isSpeaking ? "speaking" : null;
}

/** Why one is in a call no more that one has not left, as far as the list says it. */
export function partingOf(
  sessionId: string,
  meetings: readonly FloorMeeting[],
  staffId: string,
): { readonly why: "ended" | "replaced" | "unknown"; readonly by: string } {
  const meeting = meetings.find(({ session_id }) => session_id === sessionId);
  if (meeting === undefined) return { why: "ended", by: "" };
  const { supervisor } = meeting;
  if (supervisor === null || supervisor.staff_id === staffId) return { why: "unknown", by: "" };
  return { why: "replaced", by: supervisor.display_name };
}
