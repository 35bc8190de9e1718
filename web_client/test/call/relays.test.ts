import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Relays } from "../../src/call/relays";
import type { IceServers } from "../../src/wire/messages";

const LIFE_S = 600;

describe("relays", () => {
  let asked: number;
  let answer: (() => Promise<IceServers>) | null;
  let relays: Relays;

  beforeEach(() => {
    vi.useFakeTimers();
    asked = 0;
    answer = null;
    relays = new Relays(() => {
      asked += 1;
      return answer === null ? Promise.resolve(given(asked)) : answer();
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function given(number: number): IceServers {
    const username = `name ${String(number)}`;
    const server = { urls: ["turn:turn.bank.example"], username, credential: "x" };
    return { servers: [server], life_s: LIFE_S };
  }

  async function find(): Promise<string[]> {
    const found = relays.find();
    await vi.advanceTimersByTimeAsync(1000);
    return (await found).map(({ username }) => username ?? "");
  }

  it("are at hand at once when they were asked for ahead", async () => {
    await relays.refresh();
    answer = () => Promise.reject(new Error("asked again"));
    expect((await relays.find())[0]?.username).toBe("name 1");
  });

  it("are asked for again after half their life, not before", async () => {
    await relays.refresh();
    await vi.advanceTimersByTimeAsync(LIFE_S * 500 - 2000);
    expect(await find()).toEqual(["name 1"]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await find()).toEqual(["name 2"]);
  });

  it("are asked for once by whoever asks at the same time", async () => {
    await Promise.all([relays.refresh(), relays.find(), relays.find()]);
    expect(asked).toBe(1);
  });

  it("are used to their end when nobody answers, and not beyond", async () => {
    await relays.refresh();
    answer = () => Promise.reject(new Error("offline"));
    await vi.advanceTimersByTimeAsync(LIFE_S * 900);
    expect(await find()).toEqual(["name 1"]);
    await vi.advanceTimersByTimeAsync(LIFE_S * 100);
    expect(await find()).toEqual([]);
  });

  it("hold nobody up for longer than a second", async () => {
    answer = () => new Promise(() => undefined);
    const settled = vi.fn();
    void relays.find().then(settled);
    await vi.advanceTimersByTimeAsync(999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith([]);
  });

  it("are asked for again after a failure", async () => {
    answer = () => Promise.reject(new Error("offline"));
    expect(await find()).toEqual([]);
    answer = null;
    expect(await find()).toEqual(["name 2"]);
  });
});
