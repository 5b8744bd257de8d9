import { letGo } from "#core/channel/end.ts";
import { longLived, upkeep } from "#core/channel/upkeep.ts";
import { startAtSignup, startDue } from "#core/crawl/start.ts";
import { runDue } from "#core/report/schedule.ts";
import { alert, remind, remindOfPayment } from "#core/signup/chase.ts";
import type { Claimed, Outcome } from "#core/task/index.ts";
import * as Task from "#core/task/index.ts";
import { provide, within } from "#platform/actor.ts";
import { sql } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { newestPrefix } from "#platform/secrets.ts";
import { remindDays, renewEarlyHours } from "#schema/connect.ts";
import { newId } from "#schema/ids.ts";
import { type TaskName, type TaskPayload, taskTypes } from "#schema/task.ts";
import { forTenantsDue } from "./due.ts";

const batch = 100;

/**
 * Crawls the sites and orders the reports whose time has come, and runs what was put off to a time that has come, until nothing is due.
 * Connected accounts come last: nothing waits for their providers.
 */
export async function handler(): Promise<void> {
  await Task.expireLeases();
  await forTenantsDue("scheduler.due", dueSites, () => startDue(new Date()));
  await forTenantsDue("scheduler.due", dueReports, () => runDue(new Date()));
  let tasks: Claimed[];
  do {
    tasks = await Task.claim(batch);
    await Promise.all(tasks.map(attempt));
  } while (tasks.length === batch);
  await forTenantsDue("scheduler.due", endedAccounts(), () => letGo(new Date()), "all");
  await forTenantsDue("scheduler.due", dueAccounts(), () => upkeep(new Date()));
}

const dueSites = sql<{ tenantId: string }>`select tenant_id from crawl_settings where next_run_at <= now()`;
const dueReports = sql<{
  tenantId: string;
}>`select tenant_id from report_schedules where enabled and next_run_at <= now()`;

// A token of a connection that was ended is given back, also when its client is no longer one.
const endedAccounts = () => sql<{ tenantId: string }>`
  select k.tenant_id from channel_credentials k join connected_channels c on c.tenant_id = k.tenant_id and c.id = k.channel_id
  where c.status = 'disconnected'`;

const dueAccounts = () => sql<{ tenantId: string }>`
  select k.tenant_id from channel_credentials k join connected_channels c on c.tenant_id = k.tenant_id and c.id = k.channel_id
  where c.status in ('connected', 'paused') and c.deleted_at is null
    and (k.renewing_until is null or k.renewing_until < now()) and (
      (c.type in (${sql.join(longLived)}) and k.expires_at < now() + ${renewEarlyHours} * interval '1 hour')
      or not starts_with(k.token_info_cipher, ${newestPrefix()}))
  union all
  select tenant_id from connected_channels
  where status = 'needs_reconnect' and deleted_at is null and told_at < now() - interval '1 day'
    and lost_at > now() - ${remindDays} * interval '1 day'`;

/** What each kind of task does. It answers why nothing is to be done any more, or nothing. */
const handlers: { [T in TaskName]: (payload: TaskPayload<T>) => Promise<string | undefined> } = {
  "signup.alert.internal": ({ signupId }) => alert(signupId),
  "signup.reminder.early": ({ signupId }) => remind(signupId),
  "signup.reminder.late": ({ signupId }) => remind(signupId),
  "crawl.signup": ({ tenantId }) => within(tenantId, startAtSignup),
  "signup.payment": ({ signupId }) => remindOfPayment(signupId),
};

async function attempt(task: Claimed): Promise<void> {
  const origin = { door: "scheduler.due", requestId: newId("request"), jobId: task.id };
  await provide({ kind: "system", tenantId: task.tenantId, name: task.type }, origin, async () => {
    const outcome = await run(task).catch((error: unknown): Outcome => {
      log.error(
        { task: task.id, type: task.type, error: error instanceof Error ? error.stack : String(error) },
        "task failed",
      );
      return { failed: error instanceof Error ? error.message : String(error) };
    });
    await Task.finish(task, outcome);
  });
}

async function run(task: Claimed): Promise<Outcome> {
  if (!(task.type in taskTypes)) return { failed: `Nothing serves tasks of type ${task.type}.`, isFinal: true };
  const type = task.type as TaskName;
  const { payload, lateMaxMs } = taskTypes[type];
  if (lateMaxMs !== null && Date.now() - task.runAt.getTime() > lateMaxMs) return { skipped: "too_late" };
  const parsed = payload.safeParse(task.payload);
  if (!parsed.success) return { failed: `The payload of ${task.id} does not fit its type.`, isFinal: true };
  // The table pairs each type with its own payload; TypeScript cannot follow a pair through a variable key.
  const why = await (handlers[type] as (payload: unknown) => Promise<string | undefined>)(parsed.data);
  return why === undefined ? { done: true } : { skipped: why };
}
