import { vi } from "vitest";

/** Puts a voice into the browser that says nothing aloud; returns what it was given to say. */
export function stubSpeech(): string[] {
  const spoken: string[] = [];
  vi.stubGlobal("speechSynthesis", {
    cancel: vi.fn(),
    speak: ({ text }: { text: string }) => spoken.push(text),
  });
  vi.stubGlobal(
    "SpeechSynthesisUtterance",
    class {
      lang = "";
      rate = 1;
      constructor(readonly text: string) {}
    },
  );
  return spoken;
}
