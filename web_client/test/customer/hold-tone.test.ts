/** The soft tone of a customer on hold. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick, ref } from "vue";
import { playHoldTone } from "../../src/customer/hold-tone";

let played = 0;

class FakeContext {
  currentTime = 0;
  destination = {};
  state = "running";
  createGain() {
    return {
      gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() },
      connect: vi.fn(),
    };
  }
  createOscillator() {
    const start = () => (played += 1);
    return { frequency: { value: 0 }, connect: vi.fn(), start, stop: vi.fn() };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("AudioContext", FakeContext);
  played = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the hold tone", () => {
  it("sounds again and again while somebody is on hold, and not after", async () => {
    const isHeld = ref(false);
    const scope = effectScope();
    scope.run(() => {
      playHoldTone(() => isHeld.value);
    });
    expect(played).toBe(0);
    isHeld.value = true;
    await nextTick();
    vi.advanceTimersByTime(5_000);
    const twice = played;
    expect(twice).toBeGreaterThan(2);
    isHeld.value = false;
    await nextTick();
    vi.advanceTimersByTime(60_000);
    expect(played).toBe(twice);
    scope.stop();
  });
});
