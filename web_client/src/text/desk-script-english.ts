/** The script on the agent's desk, in English. */

import type { chinese } from "./desk-script-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  script: {
    title: "Script",
    progress: "{done} of {count} done",
    complete: "All done",
    state: { ahead: "Later", next: "Next", open: "Open", done: "Done" },
    begin: "Begin this step",
    finish: "Finish this step",
    secondsMore: "{seconds} s more",
    repeat: "Repeat",
    attempt: "attempt {attempt}",
    say: "Say each sentence:",
    aloud: "The customer's phone is reading it aloud",
    shown: "Have it shown: {what}",
    waitTap: "Waiting for the customer's tap…",
    waitSpoken: "Have the customer answer aloud, then choose:",
    saidYes: "Customer said yes",
    saidNo: "Customer said no",
    answer: {
      yes: "The customer answered yes",
      no: "The customer answered no. Explain once more, or end.",
    },
    answers: { yes: "yes", no: "no", tap: "tapped on the phone", spoken: "said aloud" },
    faces: "I confirm: both faces are in the picture",
    document: "I confirm: it was shown",
    byHand: "Your word, kept on the trail",
    notRecorded: "Not before the recording is back",
    missed: "Steps that are not done: {count}",
    missedText: "They cannot be made up after hanging up; the sale may not count. First do:",
    hangUpAnyway: "Hang up all the same",
    keys: { on: "Begin or finish a script step", yes: "Customer said yes" },
  },
};
