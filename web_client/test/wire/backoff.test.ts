import { expect, it } from "vitest";
import { Backoff } from "../../src/wire/backoff";

it("waits longer with each try, up to a limit, and starts again after a success", () => {
  const backoff = new Backoff([100, 300, 600], () => 0.5);
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([
    100, 300, 600, 600,
  ]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

it("spreads pages that lost the same server by a fifth either way", () => {
  expect(new Backoff([1000], () => 0).next()).toBe(800);
  expect(new Backoff([1000], () => 1).next()).toBe(1200);
});
