/** Which keys are free for a page's shortcuts (pure). */

const TYPING = "input, textarea, select, [contenteditable]";
/** Escape closes it, and must do nothing else: behind it a customer may ring. */
const DIALOG = "[aria-modal='true']";
const PRESSABLE = "button, a, summary, [role='button']";
const OTHERS = `${DIALOG}, ${TYPING}`;

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: EventTarget | null;
}

/** Whether the key is the browser's, or belongs to the part that has the focus. */
export function isTaken(press: KeyPress): boolean {
  if (press.ctrlKey || press.metaKey || press.altKey) return true;
  const part = press.target instanceof Element ? press.target : null;
  if (part === null) return false;
  const isPressing = press.key === "Enter" || press.key === " ";
  return part.closest(isPressing ? `${OTHERS}, ${PRESSABLE}` : OTHERS) !== null;
}
