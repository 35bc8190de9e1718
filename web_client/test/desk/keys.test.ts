import { describe, expect, it } from "vitest";
import { pickAction } from "../../src/desk/agent/keys";
import { pickReplayKey } from "../../src/desk/audit/keys";

function press(key: string, target: EventTarget | null = document.body) {
  return { key, target, ctrlKey: false, metaKey: false, altKey: false, repeat: false };
}

describe("the agent's keys", () => {
  it.each([
    ["ring", "Enter", "accept"],
    ["ring", "Escape", "decline"],
    ["call", " ", "mute"],
    ["call", "v", "camera"],
    ["call", "s", "share"],
    ["call", "g", "guest"],
    ["call", "d", "document"],
    ["ready", "s", null],
    ["ready", "?", "help"],
    ["ready", "Enter", null],
  ] as const)("%s: %s is %s", (screen, key, action) => {
    expect(pickAction(screen, press(key))).toBe(action);
  });

  it("belong to whoever types, and to a button that has the focus", () => {
    expect(pickAction("call", press("m", document.createElement("textarea")))).toBeNull();
    expect(pickAction("ring", press("Enter", document.createElement("button")))).toBeNull();
    expect(pickAction("ring", press("Escape", document.createElement("button")))).toBe("decline");
  });

  it("leave Escape to a dialog: it must not decline the customer behind it", () => {
    const dialog = document.createElement("div");
    dialog.setAttribute("aria-modal", "true");
    const button = dialog.appendChild(document.createElement("button"));
    expect(pickAction("ring", press("Escape", button))).toBeNull();
  });

  it("do nothing more while they are held down", () => {
    expect(pickAction("call", { ...press(" "), repeat: true })).toBeNull();
  });
});

describe("the replay's keys", () => {
  it.each([
    [" ", { kind: "toggle" }],
    ["[", { kind: "loopFrom" }],
    ["]", { kind: "loopTo" }],
    ["?", { kind: "help" }],
    ["ArrowLeft", { kind: "step", s: -5 }],
    ["ArrowRight", { kind: "step", s: 5 }],
    [",", { kind: "step", s: -1 / 15 }],
    [".", { kind: "step", s: 1 / 15 }],
    ["x", null],
  ])("%j", (key, action) => {
    expect(pickReplayKey(press(key))).toEqual(action);
  });
});
