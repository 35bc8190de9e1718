/** The one-time code, in Chinese. */

export const chinese = {
  code: {
    title: "输入验证码",
    text: "银行刚给您的手机发了 6 位验证码。请在这里输入，不要说出来，柜员看不到您输入的内容。",
    wrong: "验证码不对，还可以再试 {tries} 次。",
    left: "{time} 内有效",
    over: "验证码已过期，请让柜员重新发送。",
    send: "确认",
    later: "稍后再输",
    reopen: "输入验证码",
  },
};
