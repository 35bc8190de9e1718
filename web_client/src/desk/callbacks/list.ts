/** What is open, read again while the page is there. */

import { onScopeDispose, shallowRef, type ShallowRef } from "vue";
import type { CallbackRow } from "../../wire/messages";
import { listCallbacks } from "./rest";

const EVERY_MS = 5_000;

export interface Callbacks {
  rows: ShallowRef<readonly CallbackRow[] | null>;
  look: () => Promise<void>;
}

/** Rows are null before the first answer; without a network the last ones stay. */
export function useCallbacks(): Callbacks {
  const rows = shallowRef<readonly CallbackRow[] | null>(null);
  async function look(): Promise<void> {
    const found = await listCallbacks().catch(() => null);
    if (found !== null) rows.value = found.rows;
  }
  void look();
  const timer = setInterval(() => void look(), EVERY_MS);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return { rows, look };
}

/** Today's appointments and everything else: an agent need not see next week's (pure). */
export function isForToday(row: CallbackRow, now: number): boolean {
  return row.begins_at === null || row.begins_at < now + 24 * 3600;
}
