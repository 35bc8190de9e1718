/** Exports as a page watches them: one session's, or all that wait for a decision. */

import { onScopeDispose, shallowRef } from "vue";
import type { AskForExport, ExportView } from "../../wire/messages";
import { RestError } from "../../wire/rest";
import { askForExport, decideExport, listExports } from "../rest";

const LOOK_EVERY_MS = 4_000;

export type Standing = "open" | "approved" | "expired" | "refused";

/** What stands of it at `now` (seconds). */
export function standingOf(
  { state, expires_at }: Pick<ExportView, "state" | "expires_at">,
  now: number,
): Standing {
  return state === "approved" && expires_at !== null && expires_at <= now ? "expired" : state;
}

export function useExports(sessionId: string | null) {
  const exports = shallowRef<readonly ExportView[] | null>(null);
  const problem = shallowRef<RestError["code"] | null>(null);
  let asked = 0;

  /** Of several questions under way, only the last one's answer counts. */
  async function look(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const found = await listExports(sessionId);
      if (mine !== asked) return;
      exports.value = found.exports;
      problem.value = null;
    } catch (error) {
      if (mine === asked) problem.value = codeOf(error);
    }
  }

  /** Returns what went wrong, or null. */
  async function act(work: Promise<unknown>): Promise<RestError["code"] | null> {
    const wrong = await work.then(() => null, codeOf);
    await look();
    return wrong;
  }

  const timer = setInterval(() => {
    if (!document.hidden) void look();
  }, LOOK_EVERY_MS);
  onScopeDispose(() => {
    clearInterval(timer);
    asked += 1;
  });
  void look();

  return {
    exports,
    problem,
    ask: (session: string, order: AskForExport) => act(askForExport(session, order)),
    decide: (exportId: string, isApproved: boolean) => act(decideExport(exportId, isApproved)),
  };
}

function codeOf(error: unknown): RestError["code"] {
  return error instanceof RestError ? error.code : "internal";
}
