import { describe, expect, it } from "vitest";
import { pickRecording } from "../../src/desk/agent/recording";

const ALIVE = { is_recording: true, recording_problem: null } as const;

describe("what an agent is told of the recording", () => {
  it("says how far it is behind", () => {
    expect(pickRecording(ALIVE, 1.2)).toEqual({ mark: "behind", seconds: "1.2" });
    expect(pickRecording(ALIVE, null)).toEqual({ mark: "on" });
  });

  it("alarms when nothing was proven for long, or the house says what is wrong", () => {
    expect(pickRecording(ALIVE, 6.5)).toEqual({ mark: "late", seconds: "6.5" });
    expect(pickRecording({ ...ALIVE, recording_problem: "disk_full" }, 0.4)).toEqual({
      mark: "problem",
      code: "disk_full",
    });
  });

  it("does not claim a recording that has not begun", () => {
    expect(pickRecording({ ...ALIVE, is_recording: false }, 0.4)).toEqual({ mark: "off" });
  });
});
