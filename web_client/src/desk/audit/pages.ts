/** The pages of a list that is read backwards in time (pure). */

export interface Pages {
  /** Where each page that was opened begins; the last one is shown. */
  readonly befores: readonly (number | null)[];
}

export const FIRST_PAGE: Pages = { befores: [null] };

export function shownBefore({ befores }: Pages): number | null {
  return befores.at(-1) ?? null;
}

export function goOlder({ befores }: Pages, nextBefore: number): Pages {
  return { befores: [...befores, nextBefore] };
}

export function goNewer({ befores }: Pages): Pages {
  return befores.length > 1 ? { befores: befores.slice(0, -1) } : FIRST_PAGE;
}
