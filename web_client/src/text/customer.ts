/** Every sentence of the customer's page. */

import type { Sentences } from "./sentences";

const chinese = { customer: { bank: "视频柜台" } };

const english: Sentences<typeof chinese> = { customer: { bank: "Video counter" } };

export const customerText = { "zh-CN": chinese, en: english };
