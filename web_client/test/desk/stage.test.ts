import { describe, expect, it } from "vitest";
import { pickTrouble } from "../../src/desk/agent/stage";

const WELL = {
  isLineOpen: true,
  isConnected: true,
  isReconnecting: false,
  isCustomerHere: true,
  isDeviceChanging: false,
  stage: "talking",
} as const;

describe("what is wrong with an agent's call", () => {
  it.each([
    [{}, null],
    [{ isCustomerHere: false }, "customer_away"],
    [{ stage: "parked" }, "customer_away"],
    [{ stage: "parked", isDeviceChanging: true }, "device_changing"],
    [{ isDeviceChanging: true }, null],
    [{ stage: "connecting", isCustomerHere: false }, null],
    [{ isReconnecting: true }, "reconnecting"],
    [{ isLineOpen: false, isConnected: false, stage: "parked" }, "offline"],
  ] as const)("with %j is %s", (change, trouble) => {
    expect(pickTrouble({ ...WELL, ...change })).toBe(trouble);
  });
});
