import { provide } from "#platform/actor.ts";
import { asPlatform, type RawBuilder, sql } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { remove } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { isolation } from "#schema/isolation.ts";

const batch = 5_000;

/**
 * Deletes what is kept only for a while: delivered outbox rows, dedupe marks, stored answers, what is left of mails,
 * links and sessions, staged uploads nobody took, sign-ups and sessions of agents long over, and records past their age.
 */
export async function handler(): Promise<void> {
  const counts = {
    outbox: await inBatches(
      (limit) =>
        sql`delete from outbox where id in (select id from outbox where delivered_at < now() - interval '7 days' limit ${limit})`,
    ),
    searchOutbox: await inBatches(
      (limit) =>
        sql`delete from search_outbox where (tenant_id, id) in (select tenant_id, id from search_outbox where delivered_at < now() - interval '1 day' limit ${limit})`,
    ),
    consumedEvents: await inBatches(
      (limit) =>
        sql`delete from consumed_events where (consumer, event_id) in (select consumer, event_id from consumed_events where created_at < now() - interval '7 days' limit ${limit})`,
    ),
    idempotencyKeys: await inBatches(
      (limit) =>
        sql`delete from idempotency_keys where (scope, key) in (select scope, key from idempotency_keys where expires_at < now() limit ${limit})`,
    ),
    agentSessions: await inBatches(
      (limit) =>
        sql`delete from agent_sessions where (tenant_id, id) in (select tenant_id, id from agent_sessions where expires_at < now() - interval '90 days' limit ${limit})`,
    ),
    signupSessions: await inBatches(
      (limit) =>
        sql`delete from signup_sessions where id in (select id from signup_sessions where state in ('complete', 'expired') and updated_at < now() - interval '60 days' limit ${limit})`,
    ),
    records: await removeOldRecords(),
    scheduledTasks: await inBatches(
      (limit) =>
        sql`delete from scheduled_tasks where id in (select id from scheduled_tasks where status not in ('pending', 'running') and updated_at < now() - interval '30 days' limit ${limit})`,
    ),
    accountMails: await inBatches(
      (limit) =>
        sql`delete from account_mails where id in (select id from account_mails where final_at < now() - interval '30 days' limit ${limit})`,
    ),
    authTokens: await inBatches(
      (limit) =>
        sql`delete from auth_tokens where id in (select id from auth_tokens where expires_at < now() - interval '30 days' limit ${limit})`,
    ),
    authSessions: await inBatches(
      (limit) =>
        sql`delete from auth_sessions where id in (select id from auth_sessions where expires_at < now() - interval '7 days' limit ${limit})`,
    ),
    authVerifications: await inBatches(
      (limit) =>
        sql`delete from auth_verifications where id in (select id from auth_verifications where expires_at < now() limit ${limit})`,
    ),
    authDevices: await inBatches(
      (limit) =>
        sql`delete from auth_devices where id in (select id from auth_devices where last_seen_at < now() - interval '400 days' limit ${limit})`,
    ),
    uploads: await expireUploads(),
  };
  log.info(counts, "retention");
}

async function inBatches(statement: (limit: number) => RawBuilder<unknown>): Promise<number> {
  let total = 0;
  while (true) {
    const { numAffectedRows } = await asPlatform((tx) => statement(batch).execute(tx));
    const count = Number(numAffectedRows ?? 0);
    total += count;
    if (count < batch) return total;
  }
}

// Rows that never change go when they are old enough, which their own trigger checks again. What refers comes before what it
// refers to: tables are declared the other way round.
async function removeOldRecords(): Promise<number> {
  let total = 0;
  for (const [name, { keepDays }] of Object.entries(isolation).reverse()) {
    if (keepDays === undefined) continue;
    const table = sql.table(name);
    total += await inBatches(
      (limit) =>
        sql`delete from ${table} where ctid = any(array(select ctid from ${table} where created_at < now() - make_interval(days => ${keepDays}) limit ${limit}))`,
    );
  }
  return total;
}

// Marked first, so that nobody can take an upload whose bytes are about to go; what became a file of a dataset stays.
async function expireUploads(): Promise<number> {
  const rows = await asPlatform((tx) =>
    tx
      .updateTable("uploads")
      .set({ status: "expired" })
      .where("expiresAt", "<", new Date())
      .where("status", "!=", "expired")
      .returning((eb) => [
        "tenantId",
        "s3Key",
        eb
          .exists(
            eb
              .selectFrom("datasetFiles as f")
              .select("f.id")
              .whereRef("f.tenantId", "=", "uploads.tenantId")
              .whereRef("f.s3Key", "=", "uploads.s3Key")
              .where("f.status", "!=", "deleted"),
          )
          .as("used"),
      ])
      .execute(),
  );
  for (const row of rows) {
    const { tenantId } = row;
    const origin = { surface: "clock", requestId: newId("request") };
    if (!row.used) await provide({ kind: "system", tenantId, name: "retention" }, origin, () => remove(row.s3Key));
  }
  return rows.length;
}
