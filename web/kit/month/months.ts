import { daysLeftMin, type Month } from "#schema/month.ts";

/** "November 2026" from "2026-11". */
export function monthName(month: string): string {
  return new Date(`${month}-01T12:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** The month so many months after another, as YYYY-MM. */
export function monthAfter(month: string, offset: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + offset, 1)).toISOString().slice(0, 7);
}

/** The running month of the viewer, as YYYY-MM. */
export function monthOf(now: Date): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
}

/** The month that a plan approved now begins with, as YYYY-MM: the running one while six days of it are left, else the next. */
export function firstMonth(now: Date): string {
  const running = monthOf(now);
  const lastDay = new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate();
  return lastDay - now.getDate() + 1 >= daysLeftMin ? running : monthAfter(running, 1);
}

/** The one that counts of the months that were planned for a calendar month: given up ones only where there is no other. */
export function rowOf(months: readonly Month[], month: string): Month | null {
  const rows = months.filter(({ startsOn }) => startsOn.startsWith(month));
  return rows.find(({ status }) => status !== "cancelled") ?? rows[0] ?? null;
}

/** What can be chosen, oldest first: every planned month, the running and the next one. */
export function monthsToChoose(months: readonly Month[], running: string): string[] {
  const all = new Set([...months.map(({ startsOn }) => startsOn.slice(0, 7)), running, monthAfter(running, 1)]);
  return [...all].toSorted();
}
