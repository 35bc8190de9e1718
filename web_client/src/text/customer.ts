/** Every sentence of the customer's page. */

import { chinese } from "./customer-chinese";
import { english } from "./customer-english";
import { chinese as codeChinese } from "./customer-code-chinese";
import { english as codeEnglish } from "./customer-code-english";
import { chinese as documentChinese } from "./customer-document-chinese";
import { english as documentEnglish } from "./customer-document-english";
import { chinese as identityChinese } from "./customer-identity-chinese";
import { english as identityEnglish } from "./customer-identity-english";
import { chinese as laterChinese } from "./customer-later-chinese";
import { english as laterEnglish } from "./customer-later-english";
import { chinese as locationChinese } from "./customer-location-chinese";
import { english as locationEnglish } from "./customer-location-english";
import { chinese as scriptChinese } from "./customer-script-chinese";
import { english as scriptEnglish } from "./customer-script-english";

export const customerText = {
  "zh-CN": {
    ...chinese,
    ...codeChinese,
    ...documentChinese,
    ...identityChinese,
    ...laterChinese,
    ...locationChinese,
    ...scriptChinese,
  },
  en: {
    ...english,
    ...codeEnglish,
    ...documentEnglish,
    ...identityEnglish,
    ...laterEnglish,
    ...locationEnglish,
    ...scriptEnglish,
  },
};
