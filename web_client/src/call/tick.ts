/** A clock's seconds that count on for as long as somebody looks. */

import { onScopeDispose, ref, type Ref } from "vue";

export function useTick(now: () => number): Readonly<Ref<number>> {
  const seconds = ref(now());
  const timer = setInterval(() => {
    seconds.value = now();
  }, 1_000);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return seconds;
}
