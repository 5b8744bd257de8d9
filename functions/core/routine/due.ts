import { monthStart, plusDays, todayIn } from "#core/month/days.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { RoutineName, routines } from "#schema/routine.ts";

/** A turn of regular work that may be ordered now. */
export interface Turn {
  name: RoutineName;
  /** The month, or the Monday of the week. */
  period: string;
  startsOn: string;
  /** The first moment of the period, where the client is. */
  from: Date;
}

const dayMs = 86_400_000;
const weekDays = 7;

/** What comes round at a moment in a time zone, in the order of its hours; what nobody was there for stays due for some days. */
export function dueAt(now: Date, zone: string): Turn[] {
  const today = todayIn(zone, now);
  return RoutineName.options.flatMap((name) => {
    const { on, hour, days } = routines[name];
    const startsOn = on === "monday" ? mondayOf(today) : monthStart(today);
    const day = on === "monday" ? startsOn : plusDays(startsOn, on - 1);
    const at = atLocalTime(day, `${String(hour).padStart(2, "0")}:00`, zone).getTime();
    if (now.getTime() < at || now.getTime() >= at + days * dayMs) return [];
    const period = on === "monday" ? startsOn : startsOn.slice(0, "2026-01".length);
    return [{ name, period, startsOn, from: atLocalTime(startsOn, "00:00", zone) }];
  });
}

function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + weekDays - 1) % weekDays;
  return plusDays(day, -weekday);
}
