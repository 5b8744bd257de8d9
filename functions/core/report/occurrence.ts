import type { Span } from "#core/metric/read.ts";
import { plusDays, todayIn } from "#core/month/days.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { monthBefore, spanOf } from "./period.ts";

/** When a standing order is due: on a weekday (1 is Monday) or a day of the month, at a time of the client's clocks. */
export interface Rhythm {
  frequency: "weekly" | "monthly";
  weekday: number | null;
  monthDay: number | null;
  sendAtLocal: string;
}

const daysAhead = 40;

/** The first time after a moment at which a standing order is due in a zone. */
export function nextRun({ frequency, weekday, monthDay, sendAtLocal }: Rhythm, timeZone: string, after: Date): Date {
  const today = todayIn(timeZone, after);
  for (let ahead = 0; ahead <= daysAhead; ahead++) {
    const day = plusDays(today, ahead);
    const isDay =
      frequency === "weekly"
        ? (new Date(`${day}T00:00:00Z`).getUTCDay() || 7) === weekday
        : Number(day.slice(8)) === monthDay;
    if (!isDay) continue;
    const at = atLocalTime(day, sendAtLocal, timeZone);
    if (at > after) return at;
  }
  throw new Error(`A ${frequency} rhythm has no day.`);
}

/** The time that the report of a day tells of: the seven days before it, or the month before. */
export function spanBefore(frequency: Rhythm["frequency"], day: string): Span {
  if (frequency === "monthly") return spanOf(monthBefore(day));
  return { from: plusDays(day, -7), to: plusDays(day, -1) };
}
