/** Every sentence of the customer's page, in English. */

import type { chinese } from "./customer-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  header: { elder: "Large text" },
  loading: "Opening, one moment…",
  network: { good: "Good network", slow: "Slow network", lost: "No network" },

  welcome: {
    title: "Video counter",
    intro: "Meet a bank agent face to face, from home.",
    business: "For: {business}",
    howLong: "About 10 minutes",
    atHand: "Have your ID card at hand",
    light: "A quiet place with good light",
    step: "Step {step} of 2",
    refuse: "I do not agree",
    fullText: "Read the full text",
    close: "Done",
  },
  recording: {
    title: "May we record the meeting?",
    text: "The rules ask for a recording. It is encrypted; only auditors can see it.",
    agree: "I agree to the recording",
    full: "1. What: sound and picture of you and the agent, from connect to hang-up.\n2. Why: the rules ask for a recording of loan interviews; it protects you in a dispute.\n3. How: encrypted, on the bank's own systems; every viewing is noted; destroyed when its term ends.\n4. Your rights: you may refuse and come to a branch instead; afterwards you may ask to see it.",
    sure: "Without a recording there is no video meeting",
    sureText: "You can come to a branch with your ID card instead.",
    back: "Think again",
    leave: "I do not agree; end",
  },
  face: {
    title: "May we compare your face?",
    text: "We compare your face with your ID photo. No face template is kept.",
    agree: "I agree to the comparison",
    otherWay: "Another way, without my face",
    otherWayNote: "The agent then asks some questions and looks at your document.",
    full: "1. What: your face in the video and the photo on your ID.\n2. Why: to be sure that it is you, and nobody in your name.\n3. How: on the bank's own systems, given to no other company; templates are not kept, only the result and two pictures.\n4. Your rights: face data is sensitive; you may refuse, and the agent verifies you in another way.",
  },

  check: {
    title: "Can we see and hear you?",
    explain: "Camera and microphone are needed",
    explainText: "After the button your phone asks once. Please tap “Allow”.",
    begin: "Turn on camera and microphone",
    opening: "Opening the camera…",
    hint: "Face in the oval, light on your face",
    camera: "Camera works",
    microphone: "Microphone",
    microphoneHint: "Say something: the bar moves",
    join: "Join the queue",
    self: "Your own picture",
  },
  device: {
    insecure: {
      what: "This address is not secure, so the camera is blocked",
      how: "Please open the link in the bank's message again (it begins with https).",
    },
    too_old: {
      what: "This app cannot show video calls",
      how: "Copy the link and open it in your phone's browser. The link is not used up.",
    },
    refused: {
      what: "Camera or microphone is not allowed",
      how: "Tap ⋮ or ··· at the top → Permissions (site settings) → allow camera and microphone. It goes on by itself.",
    },
    no_camera: {
      what: "No camera found",
      how: "Please use a phone with a camera, or connect one. It goes on by itself.",
    },
    no_microphone: {
      what: "No microphone found",
      how: "Please connect a headset or microphone. It goes on by itself.",
    },
    in_use: {
      what: "Another app uses the camera",
      how: "Please close it. It goes on by itself.",
    },
    lost: {
      what: "Camera or microphone was lost",
      how: "Opening it again. If a phone call came in, it goes on after the call.",
    },
    unknown: {
      what: "The camera does not open",
      how: "Please close other apps and try again, or restart the phone.",
    },
    again: "Try again",
    copyLink: "Copy the link",
  },

  waiting: {
    title: "In the queue",
    yourPlace: "You are number",
    unit: "",
    next: "You are next",
    about: "About {minutes} minutes",
    soon: "About 1 minute",
    nobody: "No agent is on duty now; the first one to come will see you",
    asking: "Looking up your place…",
    moves: "You move up whenever an agent is free. Reloading or losing the network costs nothing.",
    ringing: "Calling an agent; please look at the screen",
    again: "The agent was disconnected. You are first in line for another one",
    sound: "Your phone rings and vibrates when it is your turn",
    leave: "Leave the queue",
    leaveSure: "Leave the queue?",
    leaveText: "Your place is not kept; you would need a new link.",
    stay: "Stay",
    spoken: "You are number {position}",
  },

  call: {
    agent: "Agent",
    staffNumber: "No. {number}",
    recorded: "Recorded",
    notRecorded: "Recording is about to start",
    connecting: "Connecting to the agent…",
    offline: "No network; reconnecting. Your place is kept",
    reconnecting: "Reconnecting. Your place is kept",
    agent_away: "The agent was disconnected; waiting for them",
    kept: " ({time})",
    mute: "Mute",
    unmute: "Unmute",
    cameraOff: "Camera off",
    cameraOn: "Camera on",
    flip: "Flip",
    hangUp: "Hang up",
    hangUpSure: "Hang up?",
    hangUpText: "This ends the meeting.",
    stay: "Stay",
    tapForSound: "Tap for sound",
    remote: "The agent's picture",
    self: "Your own picture; it can be moved",
    muted: "You are muted; the agent cannot hear you",
    dark: "Your camera is off; the agent cannot see you",
  },

  picture: {
    title: "Photograph your ID",
    ask: "The agent asks for a photo of your ID card, the side with the portrait",
    open: "Open the camera",
    choose: "Phone camera or album",
    frame: "Card inside the frame, sharp, no glare",
    shoot: "Take the photo",
    preview: "Can you read everything?",
    previewAlt: "Your photo",
    use: "Yes, send it",
    useStill: "Send it again",
    again: "Take another",
    sending: "Sending {percent}%",
    sent: "Sent; the agent is looking at it",
    later: "Not now",
    reopen: "Photograph ID",
    cameraProblem: "The camera does not open. Please use “Phone camera or album”.",
  },

  end: {
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
    agent: "Your agent",
    reference: "Reference",
    copy: "Copy",
    copied: "Copied",
    rate: "How was it?",
    rated: "Thank you for your rating",
    faces: { 1: "Very bad", 2: "Bad", 3: "So-so", 4: "Good", 5: "Very good" },
    close: "You can close this page",
  },

  stopped: {
    token_invalid: {
      title: "This link is not valid",
      text: "Please open the link in the bank's message again. Never use a link somebody else sent on.",
    },
    token_used: {
      title: "This link has been used",
      text: "A link opens once, on one phone. Go back to the page you opened first, or ask for a new link.",
    },
    token_expired: {
      title: "The link has expired",
      text: "For safety a link lasts 10 minutes. Please ask the bank for a new one.",
    },
    opened_elsewhere: {
      title: "Opened in another window",
      text: "The meeting goes on there; nothing is lost. To go on here, tap the button.",
    },
    not_signed_in: {
      title: "Please open the bank's link",
      text: "This page is entered from the link in the bank's message.",
    },
    insecure: {
      title: "This address is not secure",
      text: "Please open the link in the bank's message again (it begins with https).",
    },
    too_old: {
      title: "Please use your phone's browser",
      text: "This app cannot show video calls. Copy the link and open it in the browser. The link is not used up.",
    },
    offline: {
      title: "No connection",
      text: "Trying again by itself. Please look at Wi-Fi or mobile data. The link is still good.",
    },
    other: {
      title: "Cannot open right now",
      text: "Trying again by itself. If it stays so, call the bank and read out the code below.",
    },
    here: "Go on here",
    retry: "Try again",
    code: "Code for the bank's helpline",
  },
  problem: { sentence: "{sentence} (code {code})" },
  spoken: {
    welcome: "Welcome. To agree to the recording, tap the button below.",
    "consent-face": "To agree to the face comparison, tap the button. There is another way, too.",
    "camera-check": "Put your face in the oval, then join the queue.",
    waiting: "You are in the queue. Your phone will ring.",
    call: "Connecting to the agent.",
    end: "Finished. Please rate us.",
    picture: "Please photograph the side of your ID with the portrait.",
  },
};
