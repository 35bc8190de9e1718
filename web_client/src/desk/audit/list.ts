/** The auditor's list: searched, paged, and kept fresh while it is looked at. */

import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import type { RecordingList } from "../../wire/messages";
import { RestError } from "../../wire/rest";
import { listRecordings } from "../rest";
import { queryOf, type Filters } from "./filters";
import { FIRST_PAGE, goNewer, goOlder, shownBefore } from "./pages";

const LIMIT = 30;
const FRESH_FOR_MS = 5_000;
const TYPED_MS = 250;

export function useRecordingList(filters: Ref<Filters>, onExpired: () => void) {
  const pages = ref(FIRST_PAGE);
  const list = shallowRef<RecordingList | null>(null);
  const problem = shallowRef<RestError["code"] | null>(null);
  const isLoading = ref(false);
  let asked = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;

  /** Of several questions under way, only the last one's answer counts. */
  async function load(): Promise<void> {
    asked += 1;
    const mine = asked;
    isLoading.value = true;
    try {
      const found = await listRecordings({
        search: filters.value.search.trim(),
        before: shownBefore(pages.value),
        limit: LIMIT,
        filters: queryOf(filters.value),
      });
      if (mine !== asked) return;
      list.value = found;
      problem.value = null;
    } catch (error) {
      if (mine !== asked) return;
      problem.value = error instanceof RestError ? error.code : "internal";
      if (problem.value === "not_signed_in") onExpired();
    } finally {
      if (mine === asked) isLoading.value = false;
    }
  }

  function turnTo(next: typeof FIRST_PAGE): void {
    pages.value = next;
    void load();
  }

  watch(filters, () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      turnTo(FIRST_PAGE);
    }, TYPED_MS);
  });
  const timer = setInterval(() => {
    if (!document.hidden && !isLoading.value) void load();
  }, FRESH_FOR_MS);
  onScopeDispose(() => {
    clearInterval(timer);
    clearTimeout(typing);
    asked += 1;
  });
  void load();

  return {
    list,
    problem,
    isLoading,
    load,
    canGoNewer: computed(() => pages.value.starts.length > 1),
    canGoOlder: computed(() => list.value?.next_before != null),
    newer: () => {
      turnTo(goNewer(pages.value));
    },
    older: () => {
      if (list.value?.next_before != null) turnTo(goOlder(pages.value, list.value.next_before));
    },
  };
}
