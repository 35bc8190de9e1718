/** Elder mode: larger text everywhere, and each screen's prompt spoken. */

import { ref, watch, type Ref } from "vue";

const KEPT_AS = "video-bank.elder";

/** Switched on by the person, or by the bank's link (`/join?elder#…`). */
export function useElderMode(): Ref<boolean> {
  const isElder = ref(readKept() || new URLSearchParams(location.search).has("elder"));
  watch(
    isElder,
    (isOn) => {
      document.documentElement.classList.toggle("elder", isOn);
      keep(isOn);
      if (!isOn) stopSpeaking();
    },
    { immediate: true },
  );
  return isElder;
}

export function speak(text: string, language: string): void {
  if (!("speechSynthesis" in window)) return;
  stopSpeaking();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  words.rate = 0.9;
  speechSynthesis.speak(words);
}

export function stopSpeaking(): void {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

function readKept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === "on";
  } catch {
    return false; // storage is off in some webviews
  }
}

function keep(isOn: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, isOn ? "on" : "off");
  } catch {
    // The switch then lasts as long as the page.
  }
}
