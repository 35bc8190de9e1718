/** The bank's name, for whatever shows it. */

import { inject, ref, type InjectionKey, type Ref } from "vue";

export const HOUSE_NAME: InjectionKey<Ref<string>> = Symbol("house name");

export function useHouseName(): Ref<string> {
  return inject(HOUSE_NAME, () => ref(""), true);
}
