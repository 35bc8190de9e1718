/** Every sentence of the customer's page. */

import { chinese } from "./customer-chinese";
import { english } from "./customer-english";
import { chinese as documentChinese } from "./customer-document-chinese";
import { english as documentEnglish } from "./customer-document-english";
import { chinese as scriptChinese } from "./customer-script-chinese";
import { english as scriptEnglish } from "./customer-script-english";

export const customerText = {
  "zh-CN": { ...chinese, ...documentChinese, ...scriptChinese },
  en: { ...english, ...documentEnglish, ...scriptEnglish },
};
