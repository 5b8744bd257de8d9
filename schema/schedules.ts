/** One clock: a cron expression in a time zone and the function it wakes, which may take so long and so much memory. */
export interface Schedule {
  cron: string;
  timezone: string;
  function: string;
  timeoutMs: number;
  memoryMb: number;
}

const base = { timezone: "UTC", timeoutMs: 300_000, memoryMb: 512 } as const;

export const schedules = {
  "runs.recover": { ...base, cron: "*/20 * * * * *", function: "functions/clock/recover.handler" },
  "publish.reconcile": { ...base, cron: "*/20 * * * * *", function: "functions/clock/reconcile.handler" },
  "approvals.expire": { ...base, cron: "*/5 * * * *", function: "functions/clock/approvals.handler" },
  "scheduler.due": { ...base, cron: "* * * * *", function: "functions/clock/tasks.handler" },
  "signups.expire": { ...base, cron: "15 * * * *", function: "functions/clock/signups.handler" },
  "credits.reset": { ...base, cron: "10 * * * *", function: "functions/clock/credits.handler" },
  "reviews.poll": { ...base, cron: "15 */6 * * *", function: "functions/clock/reviews.handler" },
  "campaigns.steer": { ...base, cron: "0 6 * * *", function: "functions/clock/campaigns.handler" },
  "campaigns.guard": { ...base, cron: "0 */6 * * *", function: "functions/clock/spend.handler" },
  "mails.send": { ...base, cron: "*/10 * * * *", function: "functions/clock/mails.handler" },
  "months.turn": { ...base, cron: "20 * * * *", function: "functions/clock/months.handler" },
  "ai_visibility.ask": { ...base, cron: "0 2 * * *", function: "functions/clock/visibility.handler" },
  "analysis.turn": { ...base, cron: "25 * * * *", function: "functions/clock/analysis.handler" },
  "reports.monthly": { ...base, cron: "0 5 * * *", function: "functions/clock/reports.handler" },
  "ads.analyse": { ...base, cron: "15 5 * * *", function: "functions/clock/ads.handler" },
  "crm.sync": { ...base, cron: "0 1 * * *", function: "functions/clock/crm.handler" },
  retention: { ...base, cron: "0 4 * * *", function: "functions/clock/retention.handler" },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
