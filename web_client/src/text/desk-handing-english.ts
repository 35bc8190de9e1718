/** Hold, asking a colleague, handing on, asking for help, in English. */

import type { chinese } from "./desk-handing-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  breakReason: {
    rest: "Break",
    training: "Training",
    meeting: "Meeting",
    back_office: "Back office",
    no_answer: "No answer",
  },
  hold: {
    begin: "Hold",
    end: "Resume",
    title: "The customer is on hold",
    text: "They see a curtain; neither of you hears or sees the other",
  },
  help: {
    ask: "Supervisor",
    asked: "Asked",
    takeBack: "Not needed",
    waiting: "Supervisors are told",
  },
  transfer: {
    open: "Transfer",
    title: "Transfer the customer",
    search: "Name, number, skill or queue",
    agents: "Agents",
    skills: "Skills",
    queues: "Queues",
    free: "{count} free",
    noneFree: "nobody free",
    waiting: "{count} waiting",
    nothing: "Nothing found. Try another word, or a queue.",
    note: "A word for the colleague",
    noteHint: "How far you are, what the customer wants. No ID numbers.",
    ask: "Ask first",
    askText: "The customer is on hold while you talk to the colleague",
    now: "Transfer now",
    nowText:
      "The customer goes first; if nobody answers within {seconds} s, anybody of the queue will do",
    choose: "Choose a colleague, a skill or a queue first",
    failed: "The colleagues could not be read; please try again",
  },
  consult: {
    ringing: "Ringing {name}…",
    someone: "a colleague",
    private: "Alone with {name}; the customer is on hold",
    conference: "You, the customer and {name} talk together",
    handOver: "Hand over to {name}",
    together: "Talk together",
    takeBack: "Let the colleague go",
    cancel: "Stop ringing",
    leave: "Leave",
    guestOf: "{name} asked you in and leads the meeting",
    guestPrivate: "Alone with {name}; the customer does not hear you",
    end: {
      nobody_free: "Nobody is free. The customer is still on hold.",
      declined: "The colleague declined. The customer is still on hold.",
      no_answer: "The colleague did not answer. The customer is still on hold.",
      gone: "The colleague left the call.",
    },
  },
  word: { from: "Handed on by {name}", asks: "{name} asks for you", empty: "No word" },
  former: { ended: "Handed on to a colleague · {clock}" },
  keysOf: { hold: "Hold, resume", transfer: "Transfer", help: "Ask for a supervisor" },
};
