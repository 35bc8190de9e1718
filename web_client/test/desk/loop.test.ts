import { describe, expect, it } from "vitest";
import { beginLoop, closeLoop, returnOf } from "../../src/desk/audit/loop";

describe("a loop", () => {
  it("goes back to its begin when its end is reached", () => {
    const loop = closeLoop(beginLoop(10), 15);
    expect(loop).toEqual({ from: 10, to: 15 });
    expect(returnOf(loop, 14.9)).toBeNull();
    expect(returnOf(loop, 15.05)).toBe(10);
  });

  it("goes nowhere while it has no end", () => {
    expect(returnOf(beginLoop(10), 99)).toBeNull();
    expect(returnOf(null, 99)).toBeNull();
  });

  it("is over when its end is marked again, or lies before its begin", () => {
    expect(closeLoop({ from: 10, to: 15 }, 12)).toBeNull();
    expect(closeLoop(beginLoop(10), 8)).toBeNull();
    expect(closeLoop(beginLoop(10), 10.2)).toBeNull();
    expect(closeLoop(null, 10)).toBeNull();
  });
});
