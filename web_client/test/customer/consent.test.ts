import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { CONSENT_VERSION, nameConsentText } from "../../src/customer/consent";
import { customerText } from "../../src/text/customer";

/** Of each version that customers have read, the digest of its sentences: add, never change. */
const DIGESTS: Readonly<Record<string, string>> = {
  "2026-11-27": "a6c16ecc15b7cb82", // the location was not asked for
  "2026-11-28": "88ebbc546204d5c3",
};

it("the consents' version says which sentences were read", () => {
  const read = ["zh-CN", "en"].flatMap((language) => {
    const { recording, face, location } = customerText[language as keyof typeof customerText];
    return [recording, face, location].flatMap(({ title, text, full }) => [title, text, full]);
  });
  const digest = createHash("sha256").update(read.join("\n")).digest("hex").slice(0, 16);
  expect(DIGESTS[CONSENT_VERSION], "the sentences changed: give them a new version").toBe(digest);
  expect(nameConsentText("zh-CN")).toBe(`${CONSENT_VERSION}.zh-CN`);
});
