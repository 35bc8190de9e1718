/** What customers left instead of waiting, at the desk, in English. */

import type { chinese } from "./desk-callbacks-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  callbacks: {
    title: "Callbacks",
    none: "Nothing to answer now",
    kind: { callback: "Callback", appointment: "Appointment", message: "Video message" },
    called: "invited, not here yet",
    customer: "Customer",
    left: "Left at",
    begins: "Appointment",
    tries: "Tried",
    triesOf: "{tries} of {most} times",
    waits:
      "{name} took the callback at {since}. The customer may come by the link until {until} and goes first.",
    inLine: "Still in the queue: it rings at a free agent's desk when it is their turn.",
    watch: "Watch the message",
    watchNote: "Each viewing is an entry on the trail.",
    reason: "What came of it",
    reasonHint: "such as: settled by phone, no answer",
    again: "Try again",
    done: "Done",
    ring: "A callback's turn",
    ringNote:
      "When you accept, the bank's system sends the customer a new link. You are free at once, and get the customer first.",
    accept: "Have them invited",
  },
};
