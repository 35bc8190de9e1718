/** One recording for its page: read once, and again when its state has changed. */

import { onScopeDispose, shallowRef } from "vue";
import type { CommentView, RecordingDetail } from "../../wire/messages";
import { RestError } from "../../wire/rest";
import { getRecording, listRecordings } from "../rest";
import { isSettled, sealingOf } from "./sealing";

const LOOK_EVERY_MS = 2_000;
const AGAIN_MS = 3_000;
/** These pass by themselves. */
const PASSING: ReadonlySet<RestError["code"]> = new Set<RestError["code"]>([
  "offline",
  "unavailable",
]);

export function useRecording(sessionId: string, onExpired: () => void) {
  const detail = shallowRef<RecordingDetail | null>(null);
  const problem = shallowRef<RestError["code"] | null>(null);
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    clearTimeout(timer);
    try {
      detail.value = await getRecording(sessionId);
      problem.value = null;
      if (!isSettled(sealingOf(detail.value.row))) watchSeal(detail.value);
    } catch (error) {
      problem.value = error instanceof RestError ? error.code : "internal";
      if (problem.value === "not_signed_in") onExpired();
      if (PASSING.has(problem.value) && !isOver) timer = setTimeout(() => void load(), AGAIN_MS);
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
    if (row !== undefined && sealingOf(row) !== sealingOf(known.row)) void load();
    else watchSeal(known);
  }

  /** Reading the recording again for it would fill its trail. */
  function addComment(comment: CommentView): void {
    if (detail.value === null) return;
    const comments = [...detail.value.comments, comment];
    comments.sort((one, other) => one.position_s - other.position_s);
    detail.value = { ...detail.value, comments };
  }

  onScopeDispose(() => {
    isOver = true;
    clearTimeout(timer);
  });
  void load();
  return { detail, problem, load, addComment };
}
