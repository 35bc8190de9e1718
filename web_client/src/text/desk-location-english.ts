/** Where the customer is, in English: hints from the device and the network address. */

import type { chinese } from "./desk-location-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  location: {
    title: "Where the customer is",
    hint: "Only a hint, the machine's verdict does not change by it; ask, and judge yourself.",
    nothing: "Nothing that does not fit",
    declined:
      "The customer did not agree to be located: nothing was looked up, and all goes on as usual",
    deleted: "Where the customer was has been deleted",
    device: "Device: ",
    network: "Network: ",
    near: "near {position} (to about 1 km)",
    answer: {
      sent: "position given",
      declined: "not allowed by the browser or the customer",
      unavailable: "the device found no position",
      timed_out: "no position within 10 s",
    },
    unanswered: "the browser has not answered yet",
    unknown: "not known",
    then: " → ",
  },
};
