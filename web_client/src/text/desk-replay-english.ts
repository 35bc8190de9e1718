/** What the desk says around a replay, in English. */

import type { chinese } from "./desk-replay-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  replay: {
    back: "Back to the list",
    customer: "Customer",
    agent: "Agent",
    play: "Play",
    pause: "Pause",
    seek: "Position",
    speed: "Speed",
    backward: "Back 5 s",
    forward: "On 5 s",
    waiting: "Buffering…",
    guest: "Third party",
    supervisor: "Supervisor",
    colleague: "Colleague",
    screen: {
      customer: "The customer's screen",
      agent: "The agent's screen",
      guest: "The third party's screen",
      supervisor: "The supervisor's screen",
      colleague: "The colleague's screen",
    },
    absence: {
      side: {
        not_yet: "This side is not connected yet",
        away: "This side is away",
        over: "This side has ended",
      },
      guest: { not_yet: "Not here yet", away: "Not in the call", over: "Has left" },
      supervisor: {
        not_yet: "Has not spoken yet",
        away: "Listens, does not speak",
        over: "Has left, or listens",
      },
      screen: { not_yet: "Not shared yet", away: "Not shared", over: "Shared no more" },
    },
    soundAlone: "Sound alone, no picture",
    gap: "Nothing came in during this stretch",
    missing: "There is no recording of this side",
    broken: "This side cannot be played",
    cutShort: "cut short by a fault",
    gaps: "interruptions: {count}",
    unnoted: "The playback could not be noted on the trail. Please check the network.",
    mark: "{sentence} ({time})",
    reload: "Read again",
    notSealed: "The recording is being sealed",
    notSealedText:
      "It plays once it is sealed and signed; this page updates itself. The trail can be read already.",
    notEnded: "The session has not ended",
    notEndedText: "It plays once it has ended and is sealed; this page updates itself.",
    sealFailed: "The recording could not be sealed",
    sealFailedText:
      "The system will try again. The journals are kept; call the technical team and read out the reason below.",
    emptyTitle: "Nothing was recorded",
    emptyText: "The session ended before any video flowed. The trail tells how.",
    deletedTitle: "The recording was deleted",
    deletedText:
      "Its key was destroyed, so nothing of it can be read any more. The trail tells who ordered it and why.",
    failed: "The recording could not be read",
    problem: {
      offline: "No network; trying again. It opens by itself.",
      not_found: "There is no such recording; the address may be incomplete. Look in the list.",
    },
  },
};
