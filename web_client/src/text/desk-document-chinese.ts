/** The customer's document at the desk, in Chinese. */

import type { CardSide, DocumentKind, Field } from "../wire/messages";

export const chinese = {
  document: {
    key: "证件（看存疑处）",
    ask: { id_card: "请客户拍身份证", passport: "请客户拍护照" } satisfies Record<
      DocumentKind,
      string
    >,
    again: { id_card: "重新拍身份证", passport: "重新拍护照" } satisfies Record<
      DocumentKind,
      string
    >,
    side: { front: "头像面", back: "国徽面", passport_page: "资料页" } satisfies Record<
      CardSide,
      string
    >,
    and: "、",
    missing: "等客户拍{sides}…",
    reading: "客户正在核对内容…",
    byCustomer: "客户已确认，请您核对",
    byAgent: "您已确认",
    asItIs: "（原图，未识别）",
    against: "需要留意",
    field: {
      number: "号码",
      name: "姓名",
      birth_date: "出生日期",
      sex: "性别",
      valid_from: "有效期起",
      valid_until: "有效期止",
    } satisfies Record<Field, string>,
    male: "男",
    female: "女",
    permanent: "长期",
    look: "存疑，请对照图片",
    customerChanged: "客户改过",
    confirm: "核对无误，确认",
    record: {
      title: "证件核对",
      kind: { id_card: "身份证", passport: "护照" } satisfies Record<DocumentKind, string>,
      by: { machine: "机器识别", customer: "客户确认", agent: "柜员确认" },
      changed: "改过",
      note: "打开图片会写入审计链；出生日期和完整内容请点“显示客户信息”。",
    },
    confirmed: "已确认",
  },
};
