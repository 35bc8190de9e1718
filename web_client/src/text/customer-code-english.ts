/** The one-time code, in English. */

import type { chinese } from "./customer-code-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  code: {
    title: "Enter the code",
    text: "The bank has sent six digits to your phone. Enter them here and do not say them aloud; the agent cannot see them.",
    wrong: "That is not the code. Tries left: {tries}.",
    left: "Good for {time}",
    over: "The code has run out. Please ask the agent for a new one.",
    send: "Confirm",
    later: "Later",
    reopen: "Enter the code",
  },
};
