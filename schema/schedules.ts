/** One clock: a cron expression in a time zone and the function it wakes. */
export interface Schedule {
  cron: string;
  timezone: string;
  function: string;
}

export const schedules = {
  "runs.recover": { cron: "*/20 * * * * *", timezone: "UTC", function: "functions/clock/recover.handler" },
  "publish.reconcile": { cron: "*/20 * * * * *", timezone: "UTC", function: "functions/clock/reconcile.handler" },
  "approvals.expire": { cron: "*/5 * * * *", timezone: "UTC", function: "functions/clock/approvals.handler" },
  "scheduler.due": { cron: "* * * * *", timezone: "UTC", function: "functions/clock/tasks.handler" },
  "signups.expire": { cron: "15 * * * *", timezone: "UTC", function: "functions/clock/signups.handler" },
  retention: { cron: "0 4 * * *", timezone: "UTC", function: "functions/clock/retention.handler" },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
