/** 客户页面上的动作检测。 */

export const chinese = {
  challenge: {
    title: "请跟着做",
    phase: {
      getting_ready: "请正对镜头",
      well_done: "很好",
      again: "我们再来一次",
      comparing: "做完了，谢谢！请稍等片刻",
    },
    action: {
      turn_left: "请慢慢向左转头",
      turn_right: "请慢慢向右转头",
      nod: "请点点头",
      blink: "请眨两下眼睛",
      open_mouth: "请张开嘴",
      read_digits: "请大声念出这四个数字",
    },
    hint: {
      no_face: "看不到您的脸，请对准镜头",
      several_faces: "请让旁边的人离开画面",
      closer: "请靠近一点",
      farther: "请离远一点",
      brighter: "光线太暗，请换个亮一点的地方",
      less_light: "光线太强，请避开强光",
      uncover: "请摘下口罩，露出整张脸",
      hold_still: "请拿稳一点",
      look_straight: "请正对镜头",
      open_eyes: "请睁开眼睛",
    },
    againWith: {
      no_face: "这次请把脸放在椭圆里",
      several_faces: "这次请您一个人在画面里",
      closer: "这次请靠近一点",
      farther: "这次请离远一点",
      brighter: "这次请换个亮一点的地方",
      less_light: "这次请避开强光",
      uncover: "这次请露出整张脸",
      hold_still: "这次请拿稳一点",
      look_straight: "这次请正对镜头",
      open_eyes: "这次请睁开眼睛",
      slowly: "听到提示后再做，慢慢来",
    },
    step: "第 {number} 个动作，共 {count} 个",
    cannot: "这个动作我做不了",
  },
};
