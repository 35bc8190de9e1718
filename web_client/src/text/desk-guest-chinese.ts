/** Inviting a third party, in Chinese. */

export const chinese = {
  guest: {
    title: "第三方",
    invite: "邀请第三方",
    text: "用链接加入。第三方同意录像后进入通话，客户会看到其姓名和身份。一次一位。",
    name: "姓名",
    nameMissing: "请填写姓名",
    relation: "身份",
    makeLink: "生成链接",
    link: "邀请链接",
    pass: "把链接发给本人。只能打开一次，谁打开谁加入。",
    copy: "复制",
    copied: "已复制",
    code: "邀请链接的二维码",
    lasts: "链接还有效",
    expired: "链接已过期。请收回邀请，再邀请一次。",
    linkGone: "链接只在生成时显示。需要重发，请收回邀请，再邀请一次。",
    state: { invited: "已邀请，还没来", away: "已同意录像，还没有画面", here: "在通话中" },
    tile: { away: "还没来" },
    go: "请其离开",
    takeBack: "收回邀请",
    goSure: "请{name}离开通话吗？之后要再来，需要新的邀请。",
  },
};
