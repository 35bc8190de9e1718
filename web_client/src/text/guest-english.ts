/** Every sentence of a third party's page, in English; what the customer's page says alike, from there. */

import { english as customer } from "./customer-english";
import type { chinese } from "./guest-chinese";
import type { Sentences } from "./sentences";

const { header, loading, device, check, call, stopped, problem } = customer;

export const english: Sentences<typeof chinese> = {
  header,
  loading,
  problem,
  welcome: {
    title: "Hello, {name}",
    bank: "The bank",
    asked: "{bank} asks you to join a video meeting that is going on, as ",
    as: { expert: "an expert", guarantor: "a guarantor", family: "a family member" },
    business: "For",
    agent: "Bank agent",
    notYou: "Not {name}? Please do not join; just close this page.",
    fullText: "Read the full text",
    close: "Done",
    refuse: "I do not agree",
  },
  recording: {
    title: "It is recorded. Do you agree?",
    text: "The rules ask for a recording. It is encrypted; only auditors can see it. Once you agree, customer and agent see and hear you.",
    agree: "I agree; go on",
    full: "1. What: your sound and picture from when you join until you leave, and your screen while you share it.\n2. Why: the rules ask for a recording of such meetings; it protects you in a dispute.\n3. How: encrypted, on the bank's own systems; every viewing is noted; destroyed when its term ends.\n4. Your rights: you may refuse; then you do not join and nothing of you is recorded. You may leave at any time.",
    sure: "Without a recording you cannot join",
    sureText: "Nothing of you is kept. The agent is told that you did not join.",
    back: "Think again",
    leave: "I do not agree; leave",
  },
  check: {
    title: "Can we see and hear you?",
    self: check.self,
    allow: "When your phone asks for camera and microphone, please tap Allow",
    microphone: check.microphone,
    microphoneHint: check.microphoneHint,
    join: "Join the meeting",
  },
  device: {
    ...device,
    insecure: {
      what: device.insecure.what,
      how: "Please open your invitation link again (it begins with https).",
    },
    stillHeard: "The others cannot see you, but still hear you",
  },
  call: {
    ...call,
    customer: "Customer",
    connecting: "Connecting…",
    offline: "No network; reconnecting",
    reconnecting: "Reconnecting",
    agent_away: "The agent was disconnected; waiting for them",
    customer_away: "The customer was disconnected; waiting for them",
    hangUp: "Leave",
    hangUpSure: "Leave?",
    hangUpText: "Customer and agent go on. To come back you need a new invitation.",
    hangUpLater: "No network; you leave once it is back. You can also close this page.",
    stay: "Stay",
    muted: "You are muted; the others cannot hear you",
    mutedAndDark: "The others can neither hear nor see you now",
    dark: "Your camera is off; the others cannot see you",
  },
  end: {
    left: {
      title: "You have left. Thank you",
      text: "Customer and agent go on. The recording is stored, encrypted; nothing else to do.",
    },
    declined: {
      title: "You did not join",
      text: "Nothing of you was kept. If you change your mind, ask the agent for a new invitation.",
    },
    over: {
      title: "Your part is over",
      text: "The meeting has ended, or the agent has let you go. Nothing else to do; if you are needed again, there will be a new link.",
    },
    close: "You can close this page",
  },
  stopped: {
    ...stopped,
    token_invalid: {
      title: "This link is not valid",
      text: "Please compare it with your invitation and open the link again.",
    },
    token_used: {
      title: "This link has been used",
      text: "A link opens once, on one phone. Go back to the page you opened first, or ask the agent to invite you again.",
    },
    token_expired: {
      title: "The link has expired",
      text: "For safety a link lasts 30 minutes. Please ask the agent to invite you again.",
    },
    opened_elsewhere: {
      title: "Opened in another window",
      text: "The meeting goes on there. To go on here, tap the button.",
    },
    not_signed_in: {
      title: "Please open your invitation",
      text: "This page is entered from the link that the agent sent you.",
    },
    insecure: {
      title: "This address is not secure",
      text: "Please open your invitation link again (it begins with https).",
    },
    other: {
      title: "Cannot open",
      text: "Ask the agent to invite you again, or call the bank and read out the code below.",
    },
  },
  spoken: {
    welcome:
      "The bank asks you to join a meeting. To agree to the recording, tap the button below.",
    "camera-check": "See whether we can see and hear you, then join the meeting.",
    end: "Your part is over. You can close this page.",
  },
};
