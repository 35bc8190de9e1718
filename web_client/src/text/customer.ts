/** Every sentence of the customer's page. */

import { chinese } from "./customer-chinese";
import { english } from "./customer-english";

export const customerText = { "zh-CN": chinese, en: english };
