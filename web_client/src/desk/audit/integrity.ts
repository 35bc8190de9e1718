/** What the verification of a recording comes to (pure). */

import type { Integrity } from "../../wire/messages";

/** `partly`: nothing is wrong, but there is no signature yet. */
export function judgeIntegrity(found: Integrity): "good" | "partly" | "bad" {
  if (!found.is_trail_whole || found.is_signature_valid === false) return "bad";
  return found.is_signature_valid === null ? "partly" : "good";
}
