/** The document on the customer's page, in Chinese. */

import type { CardHint } from "../customer/card-watch";
import type { CardSide, DocumentKind, Field } from "../wire/messages";

export const chinese = {
  document: {
    title: { id_card: "拍身份证", passport: "拍护照" } satisfies Record<DocumentKind, string>,
    place: "第 {number} 张，共 {count} 张",
    ask: {
      front: "请拍有头像的一面",
      back: "请翻面，拍有国徽的一面",
      passport_page: "请拍护照有照片的那一页",
    } satisfies Record<CardSide, string>,
    how: "放在深色的桌面上，避开灯光。对准后会自动拍照。",
    frame: {
      front: "有头像的一面朝上，对准框",
      back: "有国徽的一面朝上，对准框",
      passport_page: "整页放进框里，最下面两行字要看得清",
    } satisfies Record<CardSide, string>,
    hint: {
      dark: "太暗，请开灯",
      closer: "对准框，再靠近一些",
      glare: "有反光，请稍微倾斜",
      blur: "不清楚，请等一下",
      still: "请拿稳",
      good: "很好，别动",
    } satisfies Record<CardHint, string>,
    shoot: "拍照",
    back: "返回",
    reading: "正在识别，大约 2 秒…",
    asItIs: "拍不好，就这样发给柜员看",
    confirm: "请核对",
    confirmText: "请和证件对照，不对的地方点一下改过来。",
    fill: "没能识别，请照着证件填写。",
    look: "请仔细看这里",
    missing: "请填写",
    field: {
      number: "证件号码",
      name: "姓名",
      birth_date: "出生日期",
      sex: "性别",
      valid_from: "有效期开始",
      valid_until: "有效期到",
    } satisfies Record<Field, string>,
    male: "男",
    female: "女",
    permanent: "长期有效",
    close: "知道了",
    right: "都对，确认",
    retake: "重拍",
    confirmed: "已确认，柜员正在核对",
    reopen: { id_card: "拍身份证", passport: "拍护照" } satisfies Record<DocumentKind, string>,
    reason: {
      document_expired: "这张证件已过有效期，请换一张有效的证件，或告诉柜员。",
      document_not_yet_valid: "这张证件还没到生效日期，请告诉柜员。",
      under_age: "未满 18 岁不能自己办理，请和监护人一起到网点。",
    },
  },
};
