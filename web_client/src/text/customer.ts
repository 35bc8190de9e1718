/** Every sentence of the customer's page. */

import { chinese } from "./customer-chinese";
import { english } from "./customer-english";
import { chinese as codeChinese } from "./customer-code-chinese";
import { english as codeEnglish } from "./customer-code-english";
import { chinese as scriptChinese } from "./customer-script-chinese";
import { english as scriptEnglish } from "./customer-script-english";

export const customerText = {
  "zh-CN": { ...chinese, ...codeChinese, ...scriptChinese },
  en: { ...english, ...codeEnglish, ...scriptEnglish },
};
