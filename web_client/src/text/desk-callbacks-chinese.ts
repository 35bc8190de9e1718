/** What customers left instead of waiting, at the desk, in Chinese. */

export const chinese = {
  callbacks: {
    title: "回呼与预约",
    none: "现在没有要回的",
    kind: { callback: "回呼", appointment: "预约", message: "视频留言" },
    called: "已邀请，等客户进来",
    customer: "客户",
    left: "留下时间",
    begins: "预约时间",
    tries: "已联系",
    triesOf: "{tries} 次，最多 {most} 次",
    waits: "{name} {since} 接了回呼；客户在 {until} 前可用链接进来，会排在最前面。",
    inLine: "还在排队，轮到时会响铃给有空的柜员。",
    watch: "观看留言",
    watchNote: "每次观看都会记入留痕。",
    reason: "结果说明",
    reasonHint: "例如：电话已办妥、无人接听",
    again: "再试一次",
    done: "办结",
    ring: "轮到一位等回呼的客户",
    ringNote: "接受后，银行系统给客户发新链接；您马上空闲，客户进来时优先接给您。",
    accept: "请客户进来",
  },
};
