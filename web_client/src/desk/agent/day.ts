/**
 * An agent's figures of the day, counted on this computer: no names, figures only.
 *
 * They outlive a reload; another computer has its own.
 */

export interface Day {
  readonly date: string;
  readonly talks: number;
  readonly talkedS: number;
  /** The last session that was counted: a reload in wrap-up must not count it again. */
  readonly lastSession: string;
}

export function emptyDay(date: string): Day {
  return { date, talks: 0, talkedS: 0, lastSession: "" };
}

/** Another date starts anew; a session counts once. */
export function countTalk(day: Day, date: string, session: string, talkedS: number): Day {
  const today = day.date === date ? day : emptyDay(date);
  if (today.lastSession === session) return today;
  return {
    date,
    talks: today.talks + 1,
    talkedS: today.talkedS + Math.max(0, talkedS),
    lastSession: session,
  };
}

export function readDay(staffId: string, date: string): Day {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(staffId)) ?? "null") as Day | null;
    return kept?.date === date ? kept : emptyDay(date);
  } catch {
    return emptyDay(date); // storage is off, or holds something else
  }
}

export function keepDay(staffId: string, day: Day): void {
  try {
    localStorage.setItem(keyOf(staffId), JSON.stringify(day));
  } catch {
    // The figures then last as long as the page.
  }
}

function keyOf(staffId: string): string {
  return `video-bank.day.${staffId}`;
}
