/** Every sentence of the desk. */

import { chinese as auditChinese } from "./desk-audit-chinese";
import { english as auditEnglish } from "./desk-audit-english";
import { chinese as boardChinese } from "./desk-board-chinese";
import { english as boardEnglish } from "./desk-board-english";
import { chinese as callbacksChinese } from "./desk-callbacks-chinese";
import { english as callbacksEnglish } from "./desk-callbacks-english";
import { chinese } from "./desk-chinese";
import { english } from "./desk-english";
import { chinese as documentChinese } from "./desk-document-chinese";
import { english as documentEnglish } from "./desk-document-english";
import { chinese as evidenceChinese } from "./desk-evidence-chinese";
import { english as evidenceEnglish } from "./desk-evidence-english";
import { chinese as floorChinese } from "./desk-floor-chinese";
import { english as floorEnglish } from "./desk-floor-english";
import { chinese as guestChinese } from "./desk-guest-chinese";
import { english as guestEnglish } from "./desk-guest-english";
import { chinese as handingChinese } from "./desk-handing-chinese";
import { english as handingEnglish } from "./desk-handing-english";
import { chinese as identityChinese } from "./desk-identity-chinese";
import { english as identityEnglish } from "./desk-identity-english";
import { chinese as listChinese } from "./desk-list-chinese";
import { english as listEnglish } from "./desk-list-english";
import { chinese as locationChinese } from "./desk-location-chinese";
import { english as locationEnglish } from "./desk-location-english";
import { chinese as replayChinese } from "./desk-replay-chinese";
import { english as replayEnglish } from "./desk-replay-english";
import { chinese as scriptChinese } from "./desk-script-chinese";
import { english as scriptEnglish } from "./desk-script-english";

export const deskText = {
  "zh-CN": {
    ...chinese,
    ...auditChinese,
    ...boardChinese,
    ...documentChinese,
    ...callbacksChinese,
    ...evidenceChinese,
    ...floorChinese,
    ...guestChinese,
    ...handingChinese,
    ...replayChinese,
    ...identityChinese,
    ...scriptChinese,
    ...listChinese,
    ...locationChinese,
  },
  en: {
    ...english,
    ...auditEnglish,
    ...boardEnglish,
    ...documentEnglish,
    ...callbacksEnglish,
    ...evidenceEnglish,
    ...floorEnglish,
    ...guestEnglish,
    ...handingEnglish,
    ...replayEnglish,
    ...identityEnglish,
    ...scriptEnglish,
    ...listEnglish,
    ...locationEnglish,
  },
};
