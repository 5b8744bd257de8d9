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
    outbox: await removePassed("outbox", ["id"], sql`delivered_at < now() - interval '7 days'`),
    searchOutbox: await removePassed(
      "search_outbox",
      ["tenant_id", "id"],
      sql`delivered_at < now() - interval '1 day'`,
    ),
    consumedEvents: await removePassed(
      "consumed_events",
      ["consumer", "event_id"],
      sql`created_at < now() - interval '7 days'`,
    ),
    idempotencyKeys: await removePassed("idempotency_keys", ["scope", "key"], sql`expires_at < now()`),
    agentSessions: await removePassed(
      "agent_sessions",
      ["tenant_id", "id"],
      sql`expires_at < now() - interval '90 days'`,
    ),
    signupSessions: await removePassed(
      "signup_sessions",
      ["id"],
      sql`state in ('complete', 'expired') and updated_at < now() - interval '60 days'`,
    ),
    records: await removeOldRecords(),
    scheduledTasks: await removePassed(
      "scheduled_tasks",
      ["id"],
      sql`status not in ('pending', 'running') and updated_at < now() - interval '30 days'`,
    ),
    accountMails: await removePassed("account_mails", ["id"], sql`final_at < now() - interval '30 days'`),
    authTokens: await removePassed("auth_tokens", ["id"], sql`expires_at < now() - interval '30 days'`),
    authSessions: await removePassed("auth_sessions", ["id"], sql`expires_at < now() - interval '7 days'`),
    authVerifications: await removePassed("auth_verifications", ["id"], sql`expires_at < now()`),
    authDevices: await removePassed("auth_devices", ["id"], sql`last_seen_at < now() - interval '400 days'`),
    uploads: await expireUploads(),
  };
  log.info(counts, "retention");
}

// What has passed by a condition, found by the table's key.
function removePassed(name: string, key: readonly string[], passed: RawBuilder<unknown>): Promise<number> {
  const [table, columns] = [sql.table(name), sql.join(key.map((column) => sql.ref(column)))];
  return inBatches(
    (limit) =>
      sql`delete from ${table} where (${columns}) in (select ${columns} from ${table} where ${passed} limit ${limit})`,
  );
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
    const origin = { door: "retention", requestId: newId("request") };
    if (!row.used) await provide({ kind: "system", tenantId, name: "retention" }, origin, () => remove(row.s3Key));
  }
  return rows.length;
}
