/** Times and durations as the desk writes them. */

import { onScopeDispose, ref, type Ref } from "vue";

/** `3:07` or `1:02:07`; a negative one has its sign. */
export function writeDuration(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const sign = seconds <= -1 ? "-" : "";
  const tail = pad(rest);
  return hours > 0 ? `${sign}${hours}:${pad(minutes)}:${tail}` : `${sign}${minutes}:${tail}`;
}

/** Time of day, `14:03`. */
export function writeClock(at: number): string {
  const date = new Date(at * 1000);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** Date and time of day to the second, `2026-11-25 14:03:09`. */
export function writeMoment(at: number): string {
  return `${writeDay(at)} ${writeClock(at)}:${pad(new Date(at * 1000).getSeconds())}`;
}

export function writeDay(at: number): string {
  const date = new Date(at * 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The zone that all of these are in, `UTC+8`. */
export function writeZone(minutesBehind = new Date().getTimezoneOffset()): string {
  const ahead = -minutesBehind;
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  return `UTC${ahead < 0 ? "-" : "+"}${hours}${minutes === 0 ? "" : `:${pad(minutes)}`}`;
}

/** What `read` says, anew every `everyMs`, as long as the scope lives. */
export function useTicking(read: () => number, everyMs = 500): Ref<number> {
  const value = ref(read());
  const timer = setInterval(() => {
    value.value = read();
  }, everyMs);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return value;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
