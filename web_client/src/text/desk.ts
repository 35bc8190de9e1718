/** Every sentence of the desk. */

import { chinese as auditChinese } from "./desk-audit-chinese";
import { english as auditEnglish } from "./desk-audit-english";
import { chinese } from "./desk-chinese";
import { english } from "./desk-english";

export const deskText = {
  "zh-CN": { ...chinese, ...auditChinese },
  en: { ...english, ...auditEnglish },
};
