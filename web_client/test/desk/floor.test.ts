import { describe, expect, it } from "vitest";
import {
  doubtAbout,
  filterMeetings,
  marksOf,
  partingOf,
  sortMeetings,
} from "../../src/desk/supervisor/meetings";
import { isVoiceWanted, pickAudience } from "../../src/desk/supervisor/modes";
import { deskText } from "../../src/text/desk";
import type { FloorMeeting } from "../../src/wire/messages";

const SOL = { staff_id: "staff_s", display_name: "孙悦", staff_number: "S3001" };
const PETER = { staff_id: "staff_p", display_name: "彭涛", staff_number: "S3002" };
const AMIR = { staff_id: "staff_a", display_name: "李敏", staff_number: "A1001" };

const meeting = (changes: Partial<FloorMeeting> = {}): FloorMeeting => ({
  session_id: "ses_1",
  agent: AMIR,
  customer_name: "张*三",
  business: "贷款面谈",
  stage: "talking",
  since: 100,
  has_guest: false,
  supervisor: null,
  help_asked_at: null,
  ...changes,
});

describe("who hears a supervisor", () => {
  it.each([
    ["listen", null, false, "nobody", false],
    ["listen", "whisper", false, "changing", false],
    ["whisper", null, true, "agent", true],
    ["whisper", "listen", false, "changing", false],
    ["barge", "whisper", false, "changing", true],
    ["barge", null, false, "two", true],
    ["barge", null, true, "three", true],
  ] as const)("%s, %s asked, guest %s: %s", (mode, asked, hasGuest, audience, hasVoice) => {
    expect(pickAudience({ mode, asked }, hasGuest)).toBe(audience);
    expect(isVoiceWanted({ mode, asked })).toBe(hasVoice);
  });

  it.each(["zh-CN", "en"] as const)("is said in words (%s)", (language) => {
    const { audience } = deskText[language].floor;
    expect(Object.values(audience).every((sentence) => sentence.length > 0)).toBe(true);
  });
});

describe("the meetings that go on", () => {
  it("stand the longest first, and keep their order", () => {
    const listed = [
      meeting({ session_id: "b", since: 30 }),
      meeting({ session_id: "c", since: 10 }),
      meeting({ session_id: "a", since: 30 }),
    ];
    expect(sortMeetings(listed).map(({ session_id }) => session_id)).toEqual(["c", "a", "b"]);
  });

  it.each([
    ["", 2],
    [" 李 ", 1],
    ["a1001", 1],
    ["张", 0],
  ])("are found by agent: %j", (words, count) => {
    expect(filterMeetings([meeting(), meeting({ agent: null })], words)).toHaveLength(count);
  });

  it.each([
    [{}, []],
    [{ stage: "parked", has_guest: true }, ["parked", "guest"]],
    [{ supervisor: SOL }, ["you"]],
    [{ supervisor: PETER, stage: "connecting" }, ["connecting", "supervisor"]],
  ] as const)("%j is marked %j", (changes, marks) => {
    expect(marksOf(meeting(changes), SOL.staff_id)).toEqual(marks);
  });
});

describe("going into a call", () => {
  it.each([
    [null, false, null],
    [null, true, "speaking"],
    [PETER, false, "other_supervisor"],
    [PETER, true, "other_supervisor"],
    [SOL, false, null],
  ])("is asked first where it costs somebody something", (supervisor, isSpeaking, doubt) => {
    expect(doubtAbout(meeting({ supervisor }), SOL.staff_id, isSpeaking)).toBe(doubt);
  });
});

describe("being in a call no more", () => {
  it.each([
    [[], "ended", ""],
    [[meeting({ supervisor: PETER })], "replaced", "彭涛"],
    [[meeting({ supervisor: SOL })], "unknown", ""],
  ] as const)("is told as far as it is known", (meetings, why, by) => {
    expect(partingOf("ses_1", meetings, SOL.staff_id)).toEqual({ why, by });
  });
});
