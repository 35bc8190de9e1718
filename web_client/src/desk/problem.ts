/** What went wrong, in a sentence for the place where it did. */

import { useI18n } from "vue-i18n";
import type { RestError } from "../wire/rest";
import { useWording } from "./wording";

type Problem = RestError["code"];

/** Only a technician can mend these, and will ask for the code. */
const FOR_TECHNICIANS: ReadonlySet<Problem> = new Set<Problem>([
  "disk_full",
  "foreign_origin",
  "integrity_broken",
  "internal",
  "malformed",
  "unavailable",
]);

export function isForTechnicians(code: Problem): boolean {
  return FOR_TECHNICIANS.has(code);
}

/** A place has sentences of its own where the usual one would promise something else. */
export function useProblem(
  place?: "signIn" | "list" | "replay" | "floor",
): (code: Problem) => string {
  const { t } = useI18n();
  const word = useWording();
  return (code) => {
    const usual = t(`error.${code}`);
    const sentence = place === undefined ? usual : word(`${place}.problem.${code}`, usual);
    return isForTechnicians(code) ? `${sentence} ${t("desk.code", { code })}` : sentence;
  };
}
