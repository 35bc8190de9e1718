/** Why personal data is looked at or taken out. */

import type { Purpose } from "../../wire/messages";

export const PURPOSES: readonly Purpose[] = [
  "complaint",
  "court",
  "regulator",
  "internal_audit",
  "customer_request",
];
