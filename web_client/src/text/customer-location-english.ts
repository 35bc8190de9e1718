/** Asking the customer where the device is, in English. */

import type { chinese } from "./customer-location-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  location: {
    title: "May we see roughly where you are?",
    text: "Your phone's position to about 1 km, and the country of your network address: it helps to notice somebody who pretends to be you.",
    optional: "You may say no, and nothing changes. If you agree, your phone asks once more.",
    agree: "I agree",
    decline: "No, go on without",
    full: "1. What: your phone's position, rounded to about 1 km before it is sent; of your network address the country, the rough place, and whether it is of a data centre or proxy. The address itself is not kept.\n2. Why: when somebody uses your name, the place often does not fit. It is only a hint to the agent, and never refuses you.\n3. How: on the bank's own systems, given to no other company; the phone is asked once; deleted with the recording.\n4. Your rights: you may refuse; afterwards you may ask the bank to delete it, unless a law keeps it.",
  },
};
