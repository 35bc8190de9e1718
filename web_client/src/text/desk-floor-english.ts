/** The supervisor's floor, in English. */

import type { chinese } from "./desk-floor-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  floor: {
    title: "Floor",
    meetings: "Calls in progress",
    search: "Find by the agent's name or number",
    nothing: 'No agent called "{words}"',
    clear: "Clear the search",
    empty: "No calls right now",
    emptyText: "A call appears here as soon as a customer and an agent are connected.",
    lasted: "Has lasted",
    entering: "Going in…",
    enter: "Go in and listen",
    leave: "Leave the call",
    finish: "Finish, back to the floor",
    how: "How you are in the call",
    customer: "Customer",
    agent: "Agent {number}",
    picture: "{name}'s picture",
    connecting: "Connecting…",
    noPicture: "No picture is sent",
    elsewhere: "The floor goes on there. To go on here, press the button; the other one stops.",
    keys: { walk: "choose a call", enter: "listen", mute: "mute" },
    paused: "Paused after unanswered calls",
    pausedSince: "since {clock}",
    mark: {
      help: "asks for help",
      connecting: "Connecting",
      parked: "Lost, waiting for the return",
      guest: "Third party",
      you: "You are in this call",
      supervisor: "Supervisor {name} is in",
    },
    stage: {
      connecting: "Connecting",
      parked: "Somebody was lost; waiting for the return",
      wrapping_up: "The call has ended",
    },
    away: {
      customer: "The customer is away",
      agent: "The agent is away",
      guest: "The third party is not connected",
      invited: "Invited, not here yet",
    },
    idle: "Choose a call to listen",
    idleText:
      "While you listen, microphone and camera stay closed, and neither customer nor agent is told. Each time you go in, change or leave is kept on record.",
    mode: { listen: "Listen", whisper: "Whisper", barge: "Barge in", lead: "Take over" },
    meaning: {
      listen: "You only hear and see; nobody hears you",
      whisper: "Only the agent hears you; the customer does not know",
      barge: "Agent and customer hear you; the customer sees your name",
      lead: "You stand in for the agent: you finish, hang up and wrap up",
    },
    audience: {
      nobody: "Nobody hears you; the microphone is closed",
      agent: "Only the agent hears you",
      two: "The customer and the agent hear you",
      three: "The customer, the agent and the third party hear you",
      changing: "Changing; nobody hears you now",
      muted: "You are muted; nobody hears you",
      opening: "The microphone is not open yet; nobody hears you",
    },
    takeOver: {
      title: "Take over this call?",
      agent: "The agent {name} is out at once, ready for the next customer.",
      customer: "The customer sees and hears you, with your name and number.",
      you: "Your microphone and camera open; you hang up and wrap up.",
      back: "You cannot go back to listening.",
      confirm: "Take over",
    },
    doubt: {
      other_supervisor: {
        title: "Supervisor {name} is in this call",
        text: "A call has one supervisor at a time. When you go in, {name} is out.",
      },
      speaking: {
        title: "Leave the call you are in?",
        text: "You are speaking with somebody. Going into another call takes you out of this one and closes the microphone.",
      },
    },
    parted: {
      ended: "The call has ended, or the customer is back in the queue.",
      replaced: "Supervisor {name} has come into the call; you are out.",
      unknown: "You are in the call no more.",
    },
    problem: {
      not_now: "Not done: the call has just ended, or another supervisor has taken it over.",
      not_found: "The call was not found; it may have just ended.",
    },
  },
};
