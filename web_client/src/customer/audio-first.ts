/**
 * In a wave the call begins with the voice alone: the camera is off until the agent asks for the
 * document, or the customer switches it on. Each once a meeting, also over a reload: what the
 * customer chose in between is left alone.
 */

import { watch } from "vue";
import type { CustomerView } from "../wire/messages";
import { keep, recall } from "./kept";

type Told = Pick<CustomerView, "session_id" | "is_audio_first" | "is_picture_requested">;

const BEGUN = "audio-first";
const OVER = "audio-first-over";

/** Whether the camera is still to be turned on when it is needed. */
export function isBegunByVoice(told: Told): boolean {
  return told.is_audio_first && recall(OVER) !== told.session_id;
}

export function followAudioFirst(read: () => Told | null, darken: (isDark: boolean) => void): void {
  function once(name: string, meeting: string, isDark: boolean): void {
    if (recall(name) === meeting) return;
    keep(name, meeting);
    darken(isDark);
  }

  watch(
    () => {
      const told = read();
      if (told?.is_audio_first !== true) return null;
      return [told.session_id, told.is_picture_requested] as const;
    },
    (told, before) => {
      if (told === null) return;
      const [meeting, isAsked] = told;
      if (before === null) once(BEGUN, meeting, true);
      if (isAsked) once(OVER, meeting, false);
    },
  );
}
