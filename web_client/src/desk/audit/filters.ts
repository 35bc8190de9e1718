/** What the auditor's list is narrowed to (pure). */

import { deskText } from "../../text/desk";
import type { Verdict } from "../../wire/messages";

export const FLAGS = ["gap", "low_rating", "override", "script_open"] as const;
export type Flag = (typeof FLAGS)[number];

/** `since` and `until` are days as a date field writes them, both of them included. */
export interface Filters {
  readonly search: string;
  readonly agent: string;
  readonly product: string;
  readonly verdict: Verdict | "";
  readonly since: string;
  readonly until: string;
  readonly trail: string;
  readonly flags: readonly Flag[];
}

export const NO_FILTERS: Filters = {
  search: "",
  agent: "",
  product: "",
  verdict: "",
  since: "",
  until: "",
  trail: "",
  flags: [],
};
/** Asked for where no entry of a trail is worded like that. */
const NO_KIND = "nothing";

/** How many of them narrow the list, the search box aside. */
export function countFilters(filters: Filters): number {
  const { flags, ...texts } = { ...filters, search: "" };
  return Object.values(texts).filter((text) => text.trim() !== "").length + flags.length;
}

export function toggleFlag({ flags }: Filters, flag: Flag): readonly Flag[] {
  return flags.includes(flag) ? flags.filter((each) => each !== flag) : [...flags, flag];
}

/** The address's parameters; the trail's words become the kinds that they are the words of. */
export function queryOf(filters: Filters): Readonly<Record<string, string>> {
  const { trail, flags, since, until, ...texts } = filters;
  const parts = {
    ...texts,
    since: momentOf(since, 0),
    until: momentOf(until, 1),
    flags: flags.join(","),
    kinds: trail.trim() === "" ? "" : kindsLike(trail).join(",") || NO_KIND,
  };
  const asked = Object.entries(parts).map(([name, text]) => [name, text.trim()] as const);
  return Object.fromEntries(asked.filter(([, text]) => text !== ""));
}

/** The kinds of entries whose sentence has the text in it, in either language. */
export function kindsLike(text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const sentences = Object.values(deskText).flatMap(({ trail }) => Object.entries(trail));
  const found = sentences.filter(([, sentence]) => sentence.toLowerCase().includes(wanted));
  return [...new Set(found.map(([kind]) => kind))];
}

/** When a day of the reader's begins, or the one `daysOn`, in seconds UTC. */
function momentOf(day: string, daysOn: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return "";
  return String(new Date(year, month - 1, date + daysOn).getTime() / 1000);
}
