/** The document on the customer's page, in English. */

import type { chinese } from "./customer-document-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  document: {
    title: { id_card: "Photograph your ID card", passport: "Photograph your passport" },
    place: "Photo {number} of {count}",
    ask: {
      front: "The side with your portrait, please",
      back: "Now turn it over: the side with the emblem",
      passport_page: "The page with your photo, please",
    },
    how: "Lay it on a dark table, away from lamps. The photo is taken by itself when it fits.",
    frame: {
      front: "Portrait side up, inside the frame",
      back: "Emblem side up, inside the frame",
      passport_page: "The whole page in the frame; its last two lines must be readable",
    },
    hint: {
      dark: "Too dark: more light, please",
      closer: "Fit it to the frame, closer",
      glare: "Glare: tilt it a little",
      blur: "Not sharp yet, wait a moment",
      still: "Hold still",
      good: "Good, don't move",
    },
    shoot: "Take the photo",
    back: "Back",
    reading: "Reading it, about 2 seconds…",
    asItIs: "It gets no better: send it to the agent",
    confirm: "Is this right?",
    confirmText: "Please compare with your document and correct what is wrong.",
    fill: "It could not be read. Please type what stands on the document.",
    look: "Please look closely here",
    missing: "Please fill in",
    field: {
      number: "Document number",
      name: "Name",
      birth_date: "Date of birth",
      sex: "Sex",
      valid_from: "Valid from",
      valid_until: "Valid until",
    },
    male: "Male",
    female: "Female",
    permanent: "No end date",
    close: "Understood",
    right: "All correct",
    retake: "Take the photos again",
    confirmed: "Confirmed; the agent is looking at it",
    reopen: { id_card: "Photograph ID card", passport: "Photograph passport" },
    reason: {
      document_expired: "This document has expired. Please take a valid one, or tell the agent.",
      document_not_yet_valid: "This document is not valid yet. Please tell the agent.",
      under_age: "Under 18 you cannot do this alone. Please come to a branch with a guardian.",
    },
  },
};
