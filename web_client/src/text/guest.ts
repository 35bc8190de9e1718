/** Every sentence of a third party's page. */

import { chinese } from "./guest-chinese";
import { english } from "./guest-english";

export const guestText = { "zh-CN": chinese, en: english };
