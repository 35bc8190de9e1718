/** The pages of a list that is read backwards in time (pure). */

export interface Pages {
  /** Where each page that was opened begins; the last one is shown. */
  readonly starts: readonly (string | null)[];
}

export const FIRST_PAGE: Pages = { starts: [null] };

export function shownBefore({ starts }: Pages): string | null {
  return starts.at(-1) ?? null;
}

export function goOlder({ starts }: Pages, nextBefore: string): Pages {
  return { starts: [...starts, nextBefore] };
}

export function goNewer({ starts }: Pages): Pages {
  return starts.length > 1 ? { starts: starts.slice(0, -1) } : FIRST_PAGE;
}
