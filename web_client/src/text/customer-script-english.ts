/** The script's step on the customer's page, in English. */

import type { chinese } from "./customer-script-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  script: {
    place: "Step {number} of {count}",
    again: "Once more",
    shown: "Please show: {what}",
    agree: "I understand and agree",
    disagree: "I do not agree",
    spoken: "Please answer aloud",
    yes: "Your answer: I agree",
    no: "Your answer: I do not agree",
    heard: "Your answer was heard",
    heardNo: "You answered no",
    read: "Read it to me",
  },
};
