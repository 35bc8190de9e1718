/** 客户在哪里：设备位置与网络地址给柜员的提示。 */

import type { PositionAnswer } from "../wire/messages";

export const chinese = {
  location: {
    title: "客户位置",
    hint: "只是提示，不影响机器结论；请结合询问判断。",
    nothing: "没有发现不相符的地方",
    declined: "客户不同意提供位置，未作任何查询，照常办理",
    deleted: "位置信息已按规定删除",
    device: "设备：",
    network: "网络：",
    near: "约在 {position}（精确到约 1 公里）",
    answer: {
      sent: "已给出位置",
      declined: "浏览器或客户没有允许",
      unavailable: "设备测不出位置",
      timed_out: "10 秒内没有测出位置",
    } satisfies Record<PositionAnswer, string>,
    unanswered: "浏览器还没有回答",
    unknown: "查不到",
    then: " → ",
  },
};
