/** Calling a customer back to the phone: a sound, a vibration, and a screen that stays awake. */

import { onScopeDispose, watch, type Ref } from "vue";

const NOTES_HZ = [659, 784, 988] as const;
const NOTE_S = 0.22;

let sound: AudioContext | null = null;

/** The page's one AudioContext, which sounds only after a touch; null where a browser has none. */
export function openSound(): AudioContext | null {
  sound ??= makeSound();
  if (sound?.state === "suspended") void sound.resume();
  return sound;
}

function makeSound(): AudioContext | null {
  if (!("AudioContext" in window)) return null;
  const context = new AudioContext();
  // After a reload nothing was touched yet: the first touch, wherever it is, wakes it.
  addEventListener("pointerdown", () => void context.resume(), { once: true });
  return context;
}

export function callAttention(): void {
  if ("vibrate" in navigator) navigator.vibrate([200, 100, 200]);
  const context = openSound();
  if (context === null) return;
  NOTES_HZ.forEach((pitch, number) => {
    playNote(context, pitch, context.currentTime + number * NOTE_S);
  });
}

function playNote(context: AudioContext, pitch: number, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.001, at);
  loudness.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + NOTE_S * 2);
}

/** Keeps the screen on while `isWanted`; the browser lets go whenever the page is hidden. */
export function keepAwake(isWanted: Ref<boolean>): void {
  if (!("wakeLock" in navigator)) return;
  let lock: WakeLockSentinel | undefined;
  const update = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    if (isWanted.value && lock?.released !== false) {
      // A phone on its last percent refuses; the call goes on all the same.
      lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    } else if (!isWanted.value) {
      await lock?.release();
      lock = undefined;
    }
  };
  const onVisibility = () => void update();
  document.addEventListener("visibilitychange", onVisibility);
  watch(isWanted, update, { immediate: true });
  onScopeDispose(() => {
    document.removeEventListener("visibilitychange", onVisibility);
  });
}
