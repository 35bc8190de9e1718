/** The number of every problem, to read out on the phone; whoever answers it looks it up here. */

import type { DeviceProblem } from "../call/devices";
import type { StopReason } from "./entry";

export const CODES: Readonly<Record<StopReason | DeviceProblem, number>> = {
  // The link and the seat.
  token_invalid: 11,
  token_used: 12,
  token_expired: 13,
  opened_elsewhere: 14,
  not_signed_in: 15,
  foreign_origin: 16,
  forbidden: 17,
  not_found: 18,
  wrong_password: 19,
  handed_over: 20,
  // Camera and microphone.
  insecure: 21,
  too_old: 22,
  refused: 23,
  no_camera: 24,
  no_microphone: 25,
  in_use: 26,
  lost: 27,
  unknown: 28,
  // The document's picture and the face check.
  picture_unreadable: 31,
  picture_too_large: 32,
  picture_too_small: 33,
  no_face: 34,
  several_faces: 35,
  no_live_face: 36,
  check_running: 37,
  too_large: 38,
  // The document's sides.
  card_not_found: 71,
  card_too_small: 72,
  card_dark: 73,
  card_glare: 74,
  card_blurred: 75,
  card_wrong_side: 76,
  // The meeting.
  not_now: 41,
  offer_gone: 42,
  consent_missing: 43,
  slot_taken: 71,
  message_unreadable: 72,
  offer_refused: 44,
  no_media_node: 45,
  recording_down: 46,
  not_sealed_yet: 47,
  integrity_broken: 48,
  key_destroyed: 49,
  // The product's script.
  script_unsigned: 61,
  script_foreign: 62,
  script_altered: 63,
  script_malformed: 64,
  step_too_short: 65,
  answer_missing: 66,
  faces_missing: 67,
  document_missing: 68,
  second_person_missing: 69,
  // The network and the service.
  offline: 51,
  unavailable: 52,
  too_slow: 53,
  too_many_requests: 54,
  malformed: 55,
  disk_full: 56,
  internal: 57,
};
