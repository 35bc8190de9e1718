import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Knocking } from "../../src/wire/knocking";

describe("knocking at the server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks again before an answer has come, and tells of the first one only", async () => {
    const waiting: ((isThere: boolean) => void)[] = [];
    const onAnswer = vi.fn();
    const knock = () => new Promise<boolean>((resolve) => waiting.push(resolve));
    new Knocking(knock, onAnswer);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(waiting.length).toBeGreaterThanOrEqual(3);
    waiting.forEach((answer) => {
      answer(true);
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onAnswer).toHaveBeenCalledOnce();
  });

  it("goes on seldom where nobody can be waiting any more", async () => {
    const knock = vi.fn(() => Promise.resolve(false));
    const knocking = new Knocking(knock, vi.fn());
    await vi.advanceTimersByTimeAsync(600_000);
    knock.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(knock.mock.calls.length).toBeLessThan(20);
    expect(knock.mock.calls.length).toBeGreaterThan(10);
    knocking.stop();
  });

  it("says nothing after it was stopped", async () => {
    const onAnswer = vi.fn();
    const knocking = new Knocking(() => Promise.resolve(true), onAnswer);
    knocking.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onAnswer).not.toHaveBeenCalled();
  });
});
