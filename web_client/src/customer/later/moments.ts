/** Times of the bank's own zone, in the reader's language. */

export interface BankTimes {
  /** "3月6日 周五 09:30" */
  moment: (at: number) => string;
  /** "09:30–09:45" */
  span: (from: number, to: number) => string;
  /** "3月6日 周五", of a slot's beginning */
  day: (at: number) => string;
  /** "北京时间" or what the language calls the zone */
  zoneName: string;
}

export function bankTimes(zone: string, locale: string, now: number): BankTimes {
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: "long",
    day: "numeric",
    weekday: "short",
  });
  const named = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" });
  const zoneName =
    named.formatToParts(now * 1000).find(({ type }) => type === "timeZoneName")?.value ?? zone;
  const clock = (at: number): string => time.format(at * 1000);
  const day = (at: number): string => date.format(at * 1000);
  return {
    moment: (at) => `${day(at)} ${clock(at)}`,
    span: (from, to) => `${clock(from)}–${clock(to)}`,
    day,
    zoneName,
  };
}
