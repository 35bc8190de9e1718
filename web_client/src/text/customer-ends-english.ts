/** How a visit ends, as the customer is told, in English. */

import type { chineseEnds } from "./customer-ends-chinese";
import type { Sentences } from "./sentences";

export const englishEnds: Sentences<typeof chineseEnds> = {
  done: {
    title: "Finished. Thank you",
    text: "The recording is stored, encrypted. The bank will tell you the result; nothing else to do.",
  },
  lost: {
    title: "The call was lost",
    text: "We waited two minutes. Please ask the bank for a new link and give your reference.",
  },
  left: { title: "You left the queue", text: "Ask the bank for a new link whenever you like." },
  refused: {
    title: "No recording, no video meeting",
    text: "Nothing was recorded. You can come to a branch with your ID card.",
  },
  expired: {
    title: "The link has expired",
    text: "For safety a link lasts 10 minutes. Please ask the bank for a new one.",
  },
  abandoned: {
    title: "Ended after a long wait",
    text: "You were away for some time, so the place was not kept. Please ask the bank for a new link.",
  },
  failed: {
    title: "The video did not connect",
    text: "This was not your fault; it was noted. Ask for a new link or come to a branch.",
  },
  queueClosed: {
    title: "The video counter is closed now",
    text: "Please ask the bank for a new link during service hours, or come to a branch.",
  },
  queueFull: {
    title: "Too many people are waiting",
    text: "You would wait very long, so we say so at once. Please ask the bank for a new link later.",
  },
  waitedTooLong: {
    title: "Sorry, this took too long",
    text: "Our agents are very busy; it is not your fault. Ask for a new link or come to a branch.",
  },
  alreadyWaiting: {
    title: "You are in the queue already",
    text: "You have a place by another link. Please go back to that page.",
  },
  cameTooOften: {
    title: "You joined too often",
    text: "Please come back later, or visit a branch.",
  },
  appointmentsOnly: {
    title: "Please book a time for this",
    text: "Many people are calling, and urgent matters go first. Please ask the bank for an appointment.",
  },
  cancelled: {
    title: "Cancelled",
    text: "Ask the bank for a new link whenever you are ready.",
  },
  missed: {
    title: "The appointment is over",
    text: "You did not come at the time of the appointment. Please ask the bank for another.",
  },
  settled: {
    title: "Taken care of",
    text: "An agent has taken care of it. Please ask the bank if anything is open.",
  },
  unreached: {
    title: "We could not reach you",
    text: "The bank tried several times. Ask for a new link whenever you are ready.",
  },
  messageLeft: {
    title: "Your message has arrived",
    text: "An agent watches it and the bank contacts you. There is nothing more to do.",
  },
  agent: "Your agent",
  reference: "Reference",
  copy: "Copy",
  copied: "Copied",
  rate: "How was it?",
  rated: "Thank you for your rating",
  faces: { 1: "Very bad", 2: "Bad", 3: "So-so", 4: "Good", 5: "Very good" },
  close: "You can close this page",
};
