/** The script's step on the customer's page, in Chinese. */

export const chinese = {
  script: {
    place: "第 {number} 步，共 {count} 步",
    again: "再来一次",
    shown: "请出示：{what}",
    agree: "我已明白，同意",
    disagree: "不同意",
    spoken: "请对着手机大声回答",
    yes: "您的回答：同意",
    no: "您的回答：不同意",
    heard: "已经听到您的回答",
    heardNo: "您回答了“否”",
    read: "读给我听",
  },
};
