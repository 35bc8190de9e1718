/** The customer's document at the desk, in English. */

import type { chinese } from "./desk-document-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  document: {
    key: "Document: to what is doubtful",
    ask: { id_card: "Ask for ID card", passport: "Ask for passport" },
    again: { id_card: "ID card again", passport: "Passport again" },
    side: { front: "Portrait side", back: "Emblem side", passport_page: "Data page" },
    and: ", ",
    missing: "Waiting for: {sides}…",
    reading: "The customer is looking at what was read…",
    byCustomer: "Confirmed by the customer; please compare",
    byAgent: "You have confirmed it",
    asItIs: " (as it is, not read)",
    against: "Please look at this",
    field: {
      number: "Number",
      name: "Name",
      birth_date: "Birth date",
      sex: "Sex",
      valid_from: "Valid from",
      valid_until: "Valid until",
    },
    male: "Male",
    female: "Female",
    permanent: "No end date",
    look: "Doubtful: compare with the picture",
    customerChanged: "Changed by the customer",
    confirm: "Compared, confirm",
    record: {
      title: "Document check",
      kind: { id_card: "ID card", passport: "Passport" },
      by: { machine: "As it was read", customer: "By the customer", agent: "By the agent" },
      changed: "changed",
      note: "Opening a picture goes on the trail. Birth date and whole values: by showing the customer.",
    },
    confirmed: "Confirmed",
  },
};
