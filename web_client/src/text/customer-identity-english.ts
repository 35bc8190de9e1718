/** The challenge on the customer's page, in English. */

import type { chinese } from "./customer-identity-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  challenge: {
    title: "Please follow along",
    phase: {
      getting_ready: "Please look straight at the camera",
      well_done: "Well done",
      again: "Let us try once more",
      comparing: "That was all, thank you! One moment please",
    },
    action: {
      turn_left: "Slowly turn your head to the left",
      turn_right: "Slowly turn your head to the right",
      nod: "Please nod",
      blink: "Please blink twice",
      open_mouth: "Please open your mouth",
      read_digits: "Please say these digits",
    },
    hint: {
      no_face: "We cannot see your face; please look at the camera",
      several_faces: "Please be alone in the picture",
      closer: "Please come a little closer",
      farther: "Please go a little further back",
      brighter: "It is too dark; please find more light",
      less_light: "It is too bright; please avoid strong light",
      uncover: "Please take off your mask and show your whole face",
      hold_still: "Please hold still",
      look_straight: "Please look straight at the camera",
      open_eyes: "Please open your eyes",
    },
    againWith: {
      no_face: "This time with your face in the oval",
      several_faces: "This time with nobody else in the picture",
      closer: "This time a little closer",
      farther: "This time a little further back",
      brighter: "This time with more light",
      less_light: "This time away from strong light",
      uncover: "This time with your whole face",
      hold_still: "This time hold still, please",
      look_straight: "This time looking straight at the camera",
      open_eyes: "This time keep your eyes open, please",
      slowly: "Wait for each prompt, then take your time",
    },
    step: "Movement {number} of {count}",
    cannot: "I cannot do this one",
  },
};
