import type { Money } from "#schema/signup.ts";
import { amountOf, digitsOf } from "#schema/value.ts";

export { daySpan, fullDay, words } from "#schema/words.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "5 minutes ago" or "in 3 hours" within a day of `now`; a date outside of it. */
export function relativeTime(at: string, now: number): string {
  const difference = new Date(at).getTime() - now;
  const size = Math.abs(difference);
  if (size < 45_000) return difference > 0 ? "in a moment" : "just now";
  if (size < hourMs) return relative.format(Math.round(difference / minuteMs), "minute");
  if (size < dayMs) return relative.format(Math.round(difference / hourMs), "hour");
  if (difference > 0 && size < 7 * dayMs) return relative.format(Math.round(difference / dayMs), "day");
  return shortDate(at, now);
}

/** "3 Mar", with the year when it is another one than now. A day without a time is that day wherever it is read. */
export function shortDate(at: string, now = Date.now()): string {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    ...(at.length === dayLength ? { timeZone: "UTC" } : {}),
  });
}

const dayLength = "2026-01-31".length;

/** Full moment in the viewer's zone, with the zone's name. */
export function absoluteTime(at: string): string {
  return new Date(at).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** "1 m 05 s", "42 s", "2 h 10 m"; `ms` may still be growing. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} m`;
}

/** "1.4 MB", "320 KB", "12 bytes". */
export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`;
  if (bytes < 1_024 ** 2) return `${Math.round(bytes / 1_024)} KB`;
  return `${(bytes / 1_024 ** 2).toFixed(1)} MB`;
}

/** The day it is where the reader is, as "2026-01-31". */
export function today(): string {
  return new Date().toLocaleDateString("en-CA");
}

/** Credits, always with two decimals. */
export function credits(amount: number): string {
  return amount.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** "₹9,999" or "$149.50" from minor units; whole amounts without decimals. */
export function money({ amountMinor, currency }: Money): string {
  const digits = digitsOf(currency);
  const amount = amountOf(amountMinor, currency);
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : digits,
  }).format(amount);
}

/** An amount as `money` words it; without a currency the bare number, read as hundredths. */
export function costOf(amountMinor: number, currency: string | undefined): string {
  return currency ? money({ amountMinor, currency }) : count(amountMinor / 100);
}

/** "+12", "-3": a rounded change with its sign. */
export function signed(change: number): string {
  return `${change > 0 ? "+" : ""}${Math.round(change)}`;
}

/** The text, cut with "…" where it is longer. */
export function beginning(text: string, charactersMax: number): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text;
}

/** Whole numbers with separators. */
export function count(amount: number): string {
  return amount.toLocaleString("en");
}
