/** What a customer may leave instead of waiting, in Chinese. */

export const chinese = {
  later: {
    open: "不想等？换个方式",
    title: "换个方式办理",
    instead: "您可以这样办",
    opens: "下次服务：{when}（{zone}）",
    leave: "不办了，离开",
    begin: "现在开始",
    waitHere: "改为在这里排队等候",
    move: "改时间",
    cancel: "取消",
    keep: "不取消",
    cancelSure: "真的要取消吗？",
    cancelYes: "确定取消",
    first: {
      title: "现在排队的人很多",
      waitHere: "或者，继续在这里等",
    },
    callback: {
      offer: "轮到时叫我",
      what: "位置给您留着，不用守着手机",
      title: "轮到您时，银行联系您",
      text: "您的位置不变，可以关闭本页。轮到您时，银行给您发新链接，打开就能优先办理。",
      leave: "好的，轮到时叫我",
    },
    appointment: {
      offer: "预约时间",
      what: "选个方便的时间，到时优先办理",
      title: "预约办理时间",
      day: "哪一天",
      time: "几点（{zone}）",
      choose: "请先选时间",
      book: "预约 {when}",
    },
    message: {
      offer: "录视频留言",
      what: "最多两分钟，柜员看过后联系您",
      title: "给柜员留一段话",
      record: "开始录",
      stop: "录好了",
      review: "您刚录的留言",
      again: "重新录",
      send: "发给柜员",
      left: "还可录 {seconds} 秒",
      note: "留言加密保存，只有银行工作人员能看，每次观看都有记录。",
    },
    turnedAway: {
      queue_closed: { title: "现在不是服务时间", text: "视频柜台现在没有开，不会让您白等。" },
      queue_full: { title: "现在排队的人太多", text: "再排下去要等很久，所以没有让您白等。" },
      waited_too_long: {
        title: "对不起，让您等太久了",
        text: "今天柜员忙不过来，这不是您的问题。",
      },
      already_waiting: {
        title: "您已经在排队了",
        text: "您在另一个链接里已有位置，请回到那个页面等候。",
      },
      came_too_often: {
        title: "今天排队次数太多",
        text: "一小时内只能排几次。请过一会儿再来，或到网点办理。",
      },
      appointments_only: {
        title: "这项业务现在请预约",
        text: "现在来电的人很多，先接待紧急业务。您这项不用今天办，请选个时间，到时优先接通。",
      },
    },
    kept: {
      title: "位置给您留好了",
      text: "可以关闭本页。轮到您时，银行给您发新链接，打开就能优先办理。",
    },
    called: {
      title: "轮到您了",
      text: "柜员已准备好。点“现在开始”，检查一下镜头就能优先接通。",
    },
    booked: {
      title: "预约好了",
      text: "到时间打开本页或银行发的链接即可，提前十分钟可以进入，您会优先接通。",
    },
    due: {
      title: "预约时间到了",
      text: "点“现在开始”，检查一下镜头就能优先接通。",
    },
  },
};
