/** What a customer may leave instead of waiting, in English. */

import type { chinese } from "./customer-later-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  later: {
    open: "Rather not wait?",
    title: "Another way",
    instead: "You can do this instead",
    opens: "Open again: {when} ({zone})",
    leave: "Leave",
    begin: "Begin now",
    waitHere: "Wait here in the queue after all",
    move: "Change the time",
    cancel: "Cancel",
    keep: "Keep it",
    cancelSure: "Cancel this?",
    cancelYes: "Yes, cancel it",
    first: {
      title: "Many people are waiting now",
      waitHere: "Or go on waiting here",
    },
    callback: {
      offer: "Call me when it is my turn",
      what: "Your place is kept; put the phone away",
      title: "The bank contacts you when it is your turn",
      text: "Your place stays the same and you may close this page. When it is your turn the bank sends you a new link; with it you go first.",
      leave: "Yes, call me when it is my turn",
    },
    appointment: {
      offer: "Book a time",
      what: "Choose when it suits you; you go first then",
      title: "Book a time",
      day: "Which day",
      time: "What time ({zone})",
      choose: "Choose a time first",
      book: "Book {when}",
    },
    message: {
      offer: "Leave a video message",
      what: "Two minutes at most; an agent watches it and contacts you",
      title: "Leave a message for the agent",
      record: "Start recording",
      stop: "Done",
      review: "The message you just recorded",
      again: "Record again",
      send: "Send to the agent",
      left: "{seconds} s left",
      note: "The message is kept encrypted. Only the bank's staff can watch it, and each viewing is noted.",
    },
    turnedAway: {
      queue_closed: {
        title: "The counter is closed now",
        text: "The video counter is not open, so we do not let you wait for nothing.",
      },
      queue_full: {
        title: "Too many people are waiting",
        text: "It would take very long, so we do not let you wait for nothing.",
      },
      waited_too_long: {
        title: "Sorry, that was too long a wait",
        text: "Our agents are very busy today. This is not your fault.",
      },
      already_waiting: {
        title: "You are in the queue already",
        text: "You have a place by another link. Please go back to that page.",
      },
      came_too_often: {
        title: "You joined too often",
        text: "The queue can be joined a few times an hour. Please come back later or visit a branch.",
      },
      appointments_only: {
        title: "Please book a time for this",
        text: "Many people are calling, and urgent matters go first. Yours can wait for another day: choose a time, and you go first then.",
      },
    },
    kept: {
      title: "Your place is kept",
      text: "You may close this page. When it is your turn the bank sends you a new link; with it you go first.",
    },
    called: {
      title: "It is your turn",
      text: 'The agent is ready. Tap "Begin now", check your camera, and you go first.',
    },
    booked: {
      title: "Your appointment is booked",
      text: "Open this page, or the link that the bank sends, at that time. You may come ten minutes early, and you go first.",
    },
    due: {
      title: "It is time for your appointment",
      text: 'Tap "Begin now", check your camera, and you go first.',
    },
  },
};
