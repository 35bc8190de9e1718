/** Every sentence of the desk. */

import type { Sentences } from "./sentences";

const chinese = { desk: { title: "视频柜台" } };

const english: Sentences<typeof chinese> = { desk: { title: "Video counter" } };

export const deskText = { "zh-CN": chinese, en: english };
