import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { DocumentSheet } from "../../src/wire/messages";
import { CONSENTS, Phone } from "./phone";

const IN_CALL = { stage: "talking", consents: CONSENTS, media_epoch: null } as const;
const READ = {
  number: "110105199003072928",
  name: "张卡",
  birth_date: "1990-03-07",
  sex: "female",
  valid_from: "2018-05-20",
  valid_until: "2038-05-20",
  is_permanent: false,
} as const;
const ASKED: DocumentSheet = {
  kind: "id_card",
  is_requested: true,
  sides: [],
  missing_sides: ["front", "back"],
  newest_at: null,
  values: { ...READ, number: "", name: "", birth_date: null },
  doubtful: [],
  is_confirmed: false,
  reasons: [],
};
const TAKEN: DocumentSheet = {
  ...ASKED,
  sides: ["front", "back"],
  missing_sides: [],
  newest_at: 2,
  values: READ,
  doubtful: ["name"],
};
let phone: Phone;

beforeEach(() => {
  phone = new Phone();
});
afterEach(() => {
  phone.close();
});

it("asks for one side after the other", async () => {
  await phone.open("#secret", { ...IN_CALL, document: ASKED });
  expect(phone.part("side-ask").dataset["side"]).toBe("front");
  await phone.see({
    ...IN_CALL,
    document: { ...ASKED, sides: ["front"], missing_sides: ["back"] },
  });
  await vi.waitFor(() => {
    expect(phone.part("side-ask").dataset["side"]).toBe("back");
  });
});

it("marks what is doubtful, and sends what the customer made of it", async () => {
  await phone.open("#secret", { ...IN_CALL, document: TAKEN });
  expect(phone.part("values-form").textContent).toContain("请仔细看这里");
  const name = phone.part("value-name") as HTMLInputElement;
  name.value = "张卡拉";
  name.dispatchEvent(new Event("input"));
  await phone.click("values-confirm");
  expect(phone.requests.at(-1)).toMatchObject({
    type: "confirm_values",
    values: { ...READ, name: "张卡拉" },
  });
});

it("sends nothing while the name is missing", async () => {
  await phone.open("#secret", {
    ...IN_CALL,
    document: { ...TAKEN, values: { ...READ, name: "" } },
  });
  await phone.click("values-confirm");
  expect(phone.requests.some(({ type }) => type === "confirm_values")).toBe(false);
  expect(phone.part("values-form").textContent).toContain("请填写");
});

it("takes the photos again when the customer wants to", async () => {
  await phone.open("#secret", { ...IN_CALL, document: TAKEN });
  await phone.click("values-retake");
  expect(phone.part("side-ask").dataset["side"]).toBe("front");
  await phone.see({ ...IN_CALL, document: { ...TAKEN } }); // something else has changed
  expect(phone.part("side-ask").dataset["side"]).toBe("front");
  await phone.see({ ...IN_CALL, document: { ...TAKEN, newest_at: 3 } });
  await vi.waitFor(() => {
    expect(phone.part("side-ask").dataset["side"]).toBe("back");
  });
});

it("keeps what is typed while something else changes", async () => {
  await phone.open("#secret", { ...IN_CALL, document: TAKEN });
  const name = phone.part("value-name") as HTMLInputElement;
  name.value = "张卡拉";
  name.dispatchEvent(new Event("input"));
  await phone.see({ ...IN_CALL, is_recording: true, document: { ...TAKEN, values: { ...READ } } });
  expect((phone.part("value-name") as HTMLInputElement).value).toBe("张卡拉");
});

it("says what to do about a document that has expired", async () => {
  const reasons = ["document_expired"] as const;
  await phone.open("#secret", { ...IN_CALL, document: { ...TAKEN, reasons } });
  expect(document.body.textContent).toContain("已过有效期");
});
