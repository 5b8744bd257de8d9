import { Tooltip } from "@mantine/core";
import { credits } from "#kit/components/format.ts";
import { dayName } from "#kit/month/work-card.tsx";
import type { UsagePage } from "#schema/usage.ts";
import { daysBetween } from "./days.ts";
import classes from "./usage.module.css";

/** Credits of each day as bars; the table below says the same. */
export function DayBars({ page }: { page: UsagePage }) {
  const byDay = new Map(page.items.map(({ key, credits: used }) => [key, used]));
  const days = daysBetween(page.from, page.to);
  const most = Math.max(...byDay.values(), 0);
  return (
    <>
      <ul className={classes["bars"]} aria-label="Credits a day">
        {days.map((day) => {
          const used = byDay.get(day) ?? 0;
          return (
            <Tooltip key={day} label={`${dayName(day, true)}: ${credits(used)} credits`}>
              <li>
                <span
                  className={classes["bar"]}
                  data-empty={used === 0 || undefined}
                  style={{ height: most === 0 ? 0 : `${(used / most) * 100}%` }}
                />
                <span className={classes["hidden"]}>
                  {dayName(day)}: {credits(used)} credits
                </span>
              </li>
            </Tooltip>
          );
        })}
      </ul>
      <div className={classes["axis"]} aria-hidden>
        <span>{dayName(page.from)}</span>
        <span>{dayName(page.to)}</span>
      </div>
    </>
  );
}
