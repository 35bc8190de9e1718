/** The ring's sound, title and notification. */

const TONES_HZ = [784, 988] as const;
const TONE_S = 0.28;
const EVERY_MS = 1_800;

let sound: AudioContext | null = null;

/** Wakes the page's sound, which a browser allows only in the course of a click or a key. */
export function wakeSound(): void {
  if (!("AudioContext" in window)) return;
  sound ??= new AudioContext();
  if (sound.state === "suspended") void sound.resume();
}

export function isSoundAwake(): boolean {
  return sound?.state === "running";
}

/** Rings until the returned function is called. */
export function startRinging(): () => void {
  ringOnce();
  const timer = setInterval(ringOnce, EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/** Plays the tone once, for what waits and does not hurry. */
export function ringOnce(): void {
  const context = sound;
  if (context?.state !== "running") return;
  for (const turn of [0, 1]) {
    TONES_HZ.forEach((pitch, number) => {
      playTone(context, pitch, context.currentTime + (turn * 2 + number) * TONE_S);
    });
  }
}

function playTone(context: AudioContext, pitch: number, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.001, at);
  loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + TONE_S);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_S);
}

/** Asks once, when the agent gets ready; who says no has the sound and the title. */
export function askForNotifications(): void {
  if (!("Notification" in window) || Notification.permission !== "default") return;
  void Notification.requestPermission().catch(() => undefined);
}

/** Tells who rings while the page is behind another one; the returned function takes it back. */
export function notify(title: string, body: string): () => void {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") {
    return () => undefined;
  }
  const note = new Notification(title, { body, tag: "video-bank.ring", requireInteraction: true });
  note.onclick = () => {
    window.focus();
    note.close();
  };
  return () => {
    note.close();
  };
}
