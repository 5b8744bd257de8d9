const dayMs = 86_400_000;
const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** Days on which nothing is published or due: those that are no working days, and blackouts. Days are YYYY-MM-DD. */
export interface Calendar {
  /** `mon` to `sun`. */
  workingDays: readonly string[];
  blackoutDates: readonly string[];
}

/** The day so many days later; earlier for a negative number. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** True for a working day that is not blacked out. */
export function isWorkday(day: string, { workingDays, blackoutDates }: Calendar): boolean {
  const name = names[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "sun";
  return workingDays.includes(name) && !blackoutDates.includes(day);
}

/** The working days from one day to another, both included. */
export function workdaysBetween(from: string, to: string, calendar: Calendar): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) if (isWorkday(day, calendar)) days.push(day);
  return days;
}

/** The working day so many working days before a day. */
export function workdaysBefore(day: string, count: number, calendar: Calendar): string {
  return walk(day, count, calendar, -1);
}

/** The working day so many working days after a day. */
export function workdaysAfter(day: string, count: number, calendar: Calendar): string {
  return walk(day, count, calendar, 1);
}

/** "Thu 3 Dec" of a day. */
export function dayName(day: string): string {
  const style = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", style).replace(",", "");
}

/** The last day of the month of a day. */
export function monthEnd(day: string): string {
  const [year = 1970, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The first day of the month so many months from that of a day. */
export function monthStart(day: string, months = 0): string {
  const [year = 1970, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** How many months one day's month is after that of another. */
export function monthsFrom(day: string, later: string): number {
  const number = (at: string) => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7));
  return number(later) - number(day);
}

/** When work is due that has a day alone. */
export function dueAtOf(day: string): Date {
  return new Date(`${day}T17:00:00Z`);
}

/** Today in a time zone. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

function walk(day: string, count: number, calendar: Calendar, step: 1 | -1): string {
  let at = day;
  for (let left = count, tries = 0; left > 0 && tries < 366; tries++) {
    at = plusDays(at, step);
    if (isWorkday(at, calendar)) left--;
  }
  return at;
}
