import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Newest } from "../../src/wire/newest";

let applied: string[];
let newest: Newest<string>;

beforeEach(() => {
  vi.useFakeTimers();
  applied = [];
  newest = new Newest<string>((view) => applied.push(view));
});

afterEach(() => {
  vi.useRealTimers();
});

it("shows a welcome's view at once and skips the older ones that catch up", () => {
  newest.welcome("talking");
  newest.change("waiting");
  newest.change("talking, recorded");
  vi.advanceTimersByTime(100);
  expect(applied).toEqual(["talking", "talking, recorded"]);
});

it("shows every later change at once", () => {
  newest.welcome("waiting");
  vi.advanceTimersByTime(100);
  newest.change("offered");
  expect(applied).toEqual(["waiting", "offered"]);
});
