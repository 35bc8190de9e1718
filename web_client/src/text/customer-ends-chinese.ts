/** How a visit ends, as the customer is told, in Chinese. */

export const chineseEnds = {
  done: {
    title: "办理结束，谢谢您",
    text: "录像已加密保存。办理结果会由银行通知您，不用再做什么。",
  },
  lost: {
    title: "通话断开了",
    text: "等了两分钟没有连上。请联系银行，重新取得链接，凭编号接着办。",
  },
  left: { title: "您已离开排队", text: "想办理时，请向银行重新取得链接。" },
  refused: {
    title: "没有同意录像，本次不办理",
    text: "没有留下任何画面。您可以带身份证到网点柜台办理。",
  },
  expired: { title: "链接过期了", text: "为了安全，链接 10 分钟内有效。请向银行重新取得链接。" },
  abandoned: {
    title: "等待时间太长，已结束",
    text: "您离开得有些久，位置没有保留。请向银行重新取得链接。",
  },
  failed: {
    title: "视频没有接通",
    text: "这不是您的问题，已经记录。请向银行重新取得链接，或改到网点办理。",
  },
  queueClosed: {
    title: "现在不是服务时间",
    text: "视频柜台现在没有开。请在服务时间内向银行重新取得链接，或到网点办理。",
  },
  queueFull: {
    title: "现在排队的人太多",
    text: "再排下去要等很久，所以没有让您白等。请过一会儿向银行重新取得链接。",
  },
  waitedTooLong: {
    title: "对不起，让您等太久了",
    text: "今天柜员忙不过来，这不是您的问题。请向银行重新取得链接，或到网点办理。",
  },
  alreadyWaiting: {
    title: "您已经在排队了",
    text: "您在另一个链接里已有位置，请回到那个页面等候。",
  },
  cameTooOften: {
    title: "排队次数太多",
    text: "请过一会儿再来，或到网点办理。",
  },
  appointmentsOnly: {
    title: "这项业务现在请预约",
    text: "现在来电的人很多，先接待紧急业务。请向银行预约时间，到时优先接通。",
  },
  cancelled: {
    title: "已取消",
    text: "想办理时，请向银行重新取得链接。",
  },
  missed: {
    title: "预约时间过了",
    text: "您没有在预约时间进来。请向银行重新预约。",
  },
  settled: {
    title: "已为您处理",
    text: "柜员已处理您留下的事情。有疑问请联系银行。",
  },
  unreached: {
    title: "没有联系上您",
    text: "银行联系了您几次。想办理时，请向银行重新取得链接。",
  },
  messageLeft: {
    title: "留言已收到",
    text: "柜员看过后会由银行联系您，不用再做什么。",
  },
  agent: "接待柜员",
  reference: "业务编号",
  copy: "复制",
  copied: "已复制",
  rate: "这次办理，您满意吗？",
  rated: "谢谢您的评价",
  faces: { 1: "很不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "很满意" },
  close: "可以关闭本页了",
};
