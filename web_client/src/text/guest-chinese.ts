/** Every sentence of a third party's page, in Chinese; what the customer's page says alike, from there. */

import { chinese as customer } from "./customer-chinese";

const { header, loading, device, check, call, stopped, problem } = customer;

export const chinese = {
  header,
  loading,
  problem,
  welcome: {
    title: "{name}，您好",
    bank: "银行",
    asked: "{bank}请您加入一场正在进行的视频面谈，您的身份是",
    as: { expert: "专家", guarantor: "担保人", family: "家属" },
    business: "办理业务",
    agent: "接待柜员",
    notYou: "您不是{name}？请不要加入，直接关闭本页。",
    fullText: "看完整说明",
    close: "看好了",
    refuse: "不同意",
  },
  recording: {
    title: "全程录像，您同意吗？",
    text: "监管要求视频面谈全程录音录像。录像加密保存，只有检查人员能看。同意后客户和柜员能看到、听到您。",
    agree: "同意录像，下一步",
    full: "一、录什么：从您加入到离开，您的声音和画面；您共享屏幕时，还有屏幕内容。\n二、为什么录：监管规定面谈要留存录音录像，出现争议时也能保护您。\n三、怎么保存：加密存放在银行自己的系统里，每一次查看都有记录，到期销毁。\n四、您的权利：您可以不同意，不同意就不加入，没有任何录像；加入后可以随时离开。",
    sure: "不同意录像，就不能加入",
    sureText: "不会留下您的任何画面。柜员会知道您没有加入。",
    back: "再想想",
    leave: "不同意，离开",
  },
  check: {
    title: "看看能不能看清、听清",
    self: check.self,
    allow: "手机问能不能用相机和麦克风时，请点“允许”",
    microphone: check.microphone,
    microphoneHint: check.microphoneHint,
    join: "加入面谈",
  },
  device: {
    ...device,
    insecure: { what: device.insecure.what, how: "请从收到的邀请链接（https 开头）重新打开。" },
    stillHeard: "大家看不到您，但还听得到您",
  },
  call: {
    ...call,
    customer: "客户",
    connecting: "正在接通…",
    offline: "网络断开，正在重连",
    reconnecting: "正在重连",
    agent_away: "柜员那边断线了，正在等他回来",
    customer_away: "客户那边断线了，正在等他回来",
    hangUp: "离开",
    hangUpSure: "要离开吗？",
    hangUpText: "您离开后，客户和柜员会继续。要再加入，需要新的邀请。",
    hangUpLater: "网络断开了，连上后会自动离开。不想等，可以直接关闭本页。",
    stay: "留下",
    muted: "您已静音，大家听不到您",
    mutedAndDark: "大家现在听不到、也看不到您",
    dark: "您的相机关着，大家看不到您",
  },
  end: {
    left: { title: "您已离开，谢谢您", text: "客户和柜员在继续。录像已加密保存，您不用再做什么。" },
    declined: {
      title: "您没有加入",
      text: "没有留下您的任何画面。如果改了主意，请联系柜员重新邀请。",
    },
    over: {
      title: "您参加的部分结束了",
      text: "面谈已经结束，或者柜员请您先离开了。您不用再做什么；如果还需要您，会有新的邀请链接。",
    },
    close: "可以关闭本页了",
  },
  stopped: {
    ...stopped,
    token_invalid: { title: "链接不对", text: "请核对收到的邀请，重新点开链接。" },
    token_used: {
      title: "链接已经用过了",
      text: "每个链接只能在一部手机上打开一次。请回到先前打开的页面，或请柜员再邀请一次。",
    },
    token_expired: {
      title: "链接过期了",
      text: "为了安全，链接 30 分钟内有效。请柜员再邀请一次。",
    },
    opened_elsewhere: {
      title: "已在另一个窗口打开",
      text: "面谈正在那边继续。要在这里继续，点下面的按钮。",
    },
    not_signed_in: { title: "请从邀请链接打开", text: "这个页面要从柜员发给您的邀请链接进入。" },
    insecure: { title: "这个地址不安全", text: "请从收到的邀请链接（https 开头）重新打开。" },
    other: { title: "打不开", text: "请联系柜员再邀请一次，或致电银行报出下面的代码。" },
  },
  spoken: {
    welcome: "银行请您加入视频面谈。同意录像请点下面的按钮。",
    "camera-check": "看看能不能看清、听清，好了请点加入面谈。",
    end: "您参加的部分结束了，可以关闭本页。",
  },
};
