import { computed, onScopeDispose, ref, type ComputedRef } from "vue";
import type { ServerClock } from "../wire/server-clock";

/** The time left until `until()` (seconds, server's clock) as "1:52"; empty without one. */
export function useCountdown(
  until: () => number | null | undefined,
  clock: ServerClock,
): ComputedRef<string> {
  const now = ref(clock.now());
  const timer = setInterval(() => {
    now.value = clock.now();
  }, 500);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return computed(() => {
    const end = until();
    if (end === null || end === undefined) return "";
    const left = Math.max(0, Math.ceil(end - now.value));
    return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  });
}
