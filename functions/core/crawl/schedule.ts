import { Cron } from "croner";
import type { CrawlSchedule } from "#schema/dataset.ts";

const times = { weekly: "0 3 * * 1", monthly: "0 3 1 * *" } as const;

/** When a site is crawled next: Mondays or on the first of the month at 3:00 in the tenant's zone; null: when somebody asks. */
export function nextRun(schedule: CrawlSchedule, timezone: string, now: Date): Date | null {
  if (schedule === "manual") return null;
  return new Cron(times[schedule], { timezone }).nextRun(now);
}
