/** Every sentence of the customer's page. */

import { chinese } from "./customer-chinese";
import { english } from "./customer-english";
import { chinese as scriptChinese } from "./customer-script-chinese";
import { english as scriptEnglish } from "./customer-script-english";

export const customerText = {
  "zh-CN": { ...chinese, ...scriptChinese },
  en: { ...english, ...scriptEnglish },
};
