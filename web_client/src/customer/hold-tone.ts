/** While the customer is on hold: a soft tone now and then, so that the line is not thought dead. */

import { onScopeDispose, watch } from "vue";
import { openSound } from "./attention";

const EVERY_MS = 5_000;
const LASTS_S = 1.6;
const LOUDNESS = 0.05; // far below a voice
const CHORD_HZ = [392, 494] as const;

/** Sounds as long as `isHeld()`; ends with the component that called it. */
export function playHoldTone(isHeld: () => boolean): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
  };
  watch(
    isHeld,
    (isNow) => {
      stop();
      if (!isNow) return;
      playSoftly();
      timer = setInterval(playSoftly, EVERY_MS);
    },
    { immediate: true },
  );
  onScopeDispose(stop);
}

function playSoftly(): void {
  const context = openSound();
  if (context === null) return;
  const { currentTime: at, destination } = context;
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + LASTS_S / 3);
  loudness.gain.linearRampToValueAtTime(0, at + LASTS_S);
  loudness.connect(destination);
  for (const pitch of CHORD_HZ) {
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(loudness);
    tone.start(at);
    tone.stop(at + LASTS_S);
  }
}
