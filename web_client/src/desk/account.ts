/** Who sits at the desk. */

import { shallowRef } from "vue";
import type { StaffProfile } from "../wire/messages";
import { RestError } from "../wire/rest";
import { getMe, signIn, signOut } from "./rest";

type Problem = RestError["code"];

const TRY_AGAIN_MS = 3_000;

export type Account = ReturnType<typeof makeAccount>;

export function makeAccount() {
  const profile = shallowRef<StaffProfile | null>(null);
  /** Whether the server has said who this is, or that it is nobody. */
  const isKnown = shallowRef(false);
  const problem = shallowRef<Problem | null>(null);

  async function open(): Promise<void> {
    try {
      profile.value = await getMe();
      problem.value = null;
      isKnown.value = true;
    } catch (error) {
      const code = codeOf(error);
      isKnown.value = code === "not_signed_in" || code === "forbidden" || code === "not_found";
      problem.value = isKnown.value ? null : code;
      if (!isKnown.value) setTimeout(() => void open(), TRY_AGAIN_MS);
    }
  }

  async function enter(username: string, password: string): Promise<void> {
    problem.value = null;
    try {
      profile.value = await signIn(username, password);
    } catch (error) {
      problem.value = codeOf(error);
    }
  }

  async function leave(): Promise<void> {
    // Signed out or not: who is about to leave the desk must not leave the page open.
    await signOut().catch(() => undefined);
    profile.value = null;
    problem.value = null;
  }

  /** The server no longer knows this browser. */
  function expire(): void {
    profile.value = null;
    problem.value = "not_signed_in";
  }

  return { profile, isKnown, problem, open, enter, leave, expire };
}

function codeOf(error: unknown): Problem {
  return error instanceof RestError ? error.code : "internal";
}
