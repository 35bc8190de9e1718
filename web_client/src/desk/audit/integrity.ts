/** What the verification of a recording comes to (pure). */

import type { Integrity } from "../../wire/messages";

/** `partly`: nothing is wrong, but there is no signature yet. */
export type Judgement = "good" | "partly" | "bad";

export function judgeIntegrity(found: Integrity): Judgement {
  if (!found.is_trail_whole || found.is_signature_valid === false) return "bad";
  return found.is_signature_valid === null ? "partly" : "good";
}

export interface Finding {
  readonly says: "whole" | "brokenTrail" | "signed" | "unsigned" | "badSignature";
  readonly is: Judgement;
}

/** What was looked at, each with what came out. */
export function findingsOf(found: Integrity): readonly Finding[] {
  return [
    found.is_trail_whole ? { says: "whole", is: "good" } : { says: "brokenTrail", is: "bad" },
    judgeSignature(found.is_signature_valid),
  ];
}

function judgeSignature(isValid: boolean | null): Finding {
  if (isValid === null) return { says: "unsigned", is: "partly" };
  return isValid ? { says: "signed", is: "good" } : { says: "badSignature", is: "bad" };
}
