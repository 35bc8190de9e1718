import { describe, expect, it } from "vitest";
import { customerText } from "../../src/text/customer";
import { deskText } from "../../src/text/desk";
import { guestText } from "../../src/text/guest";
import { pickLanguage } from "../../src/text/language";
import { shared } from "../../src/text/shared";
import { ERROR_CODES, REASONS } from "../../src/wire/messages";

type Tree = { readonly [key: string]: string | Tree };

function sentences(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : sentences(value, `${path}${key}.`),
  );
}

const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe.each([
  ["shared", shared],
  ["customer", customerText],
  ["guest", guestText],
  ["desk", deskText],
] as const)("the %s sentences", (_name, text) => {
  const chinese = new Map(sentences(text["zh-CN"]));
  const english = new Map(sentences(text.en));

  it("say the same things in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it("have the same holes in both languages", () => {
    for (const [key, sentence] of chinese) {
      expect([key, holes(english.get(key) ?? "")]).toEqual([key, holes(sentence)]);
    }
  });
});

it("every code and reason of the server has its sentence", () => {
  for (const code of ERROR_CODES) expect(shared["zh-CN"].error[code]).toMatch(/[。？]$/);
  for (const reason of REASONS) expect(deskText["zh-CN"].reason[reason]).not.toBe("");
});

describe("the language", () => {
  it.each([
    [null, ["zh-CN"], "zh-CN"],
    [null, ["en-GB", "zh"], "en"],
    [null, ["fr-FR"], "zh-CN"],
    ["en", ["zh-CN"], "en"],
    ["nonsense", [], "zh-CN"],
  ] as const)("kept %s, browser %j: %s", (kept, browser, language) => {
    expect(pickLanguage(kept, browser)).toBe(language);
  });
});
