/** Why a socket of the desk was not let in. */

import type { ErrorCode } from "../wire/messages";
import { RestError } from "../wire/rest";
import { getMe } from "./rest";

/** Asks whether the sign-in still counts. */
export async function findRefusal(): Promise<ErrorCode | null> {
  try {
    await getMe();
    return null;
  } catch (error) {
    return error instanceof RestError && error.code === "not_signed_in" ? error.code : null;
  }
}
