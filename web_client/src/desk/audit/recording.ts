/** One recording for its page: read once, and again when its state has changed. */

import { onScopeDispose, shallowRef } from "vue";
import type { RecordingDetail } from "../../wire/messages";
import { RestError } from "../../wire/rest";
import { getRecording, listRecordings } from "../rest";

const LOOK_EVERY_MS = 2_000;
const SETTLED: ReadonlySet<unknown> = new Set(["sealed", "empty"]);

export function useRecording(sessionId: string, onExpired: () => void) {
  const detail = shallowRef<RecordingDetail | null>(null);
  const problem = shallowRef<RestError["code"] | null>(null);
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    clearTimeout(timer);
    problem.value = null;
    try {
      detail.value = await getRecording(sessionId);
      if (!SETTLED.has(detail.value.row.seal)) watchSeal(detail.value);
    } catch (error) {
      problem.value = error instanceof RestError ? error.code : "internal";
      if (problem.value === "not_signed_in") onExpired();
    }
  }

  function watchSeal(known: RecordingDetail): void {
    if (isOver) return;
    timer = setTimeout(() => void lookAtSeal(known), LOOK_EVERY_MS);
  }

  /** The list says how far the seal is; reading the recording itself would fill its trail. */
  async function lookAtSeal(known: RecordingDetail): Promise<void> {
    const question = { search: known.row.reference, before: null, limit: 50 };
    const found = await listRecordings(question).catch(() => null);
    const row = found?.rows.find(({ session_id }) => session_id === sessionId);
    if (isOver) return;
    if (row !== undefined && row.seal !== known.row.seal) void load();
    else watchSeal(known);
  }

  onScopeDispose(() => {
    isOver = true;
    clearTimeout(timer);
  });
  void load();
  return { detail, problem, load };
}
