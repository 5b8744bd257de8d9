import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { buryRow } from "../dead-letters.ts";

export type Kind = "job" | "live" | "audit" | "notification";

/** One row of the outbox. `payload` is parsed from its text, so that its keys stay as they were written. */
export interface OutboxRow {
  id: string;
  tenantId: string | null;
  kind: Kind;
  name: string;
  payload: unknown;
  actor: string;
  requestId: string | null;
  attempts: number;
  createdAt: Date;
}

export const batchMax = 500;
const attemptsMax = 10;

/** Makes this transaction the only relay of a lane, or answers false: another one is at work. */
export async function alone(tx: Tx, lane: string): Promise<boolean> {
  const { rows } = await sql<{
    got: boolean;
  }>`select pg_try_advisory_xact_lock(hashtext(${`relay:${lane}`})) as got`.execute(tx);
  return rows[0]?.got ?? false;
}

/**
 * The next undelivered rows of some kinds, oldest first. While a row waits for its next try, the later rows of its tenant
 * wait behind it; other tenants go on.
 */
export async function take(tx: Tx, kinds: readonly Kind[]): Promise<OutboxRow[]> {
  const { rows } = await sql<Omit<OutboxRow, "payload"> & { payload: string }>`
    select id, tenant_id, kind, name, payload::text as payload, actor, request_id, attempts, created_at
    from outbox
    where delivered_at is null and available_at <= now() and kind = any(${kinds})
      and coalesce(tenant_id, '') not in (
        select coalesce(tenant_id, '') from outbox
        where delivered_at is null and attempts > 0 and available_at > now() and kind = any(${kinds}))
    order by id limit ${batchMax}`.execute(tx);
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown }));
}

/** Marks rows as delivered. */
export async function delivered(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await tx
      .updateTable("outbox")
      .set({ deliveredAt: new Date() })
      .where("id", "=", sql<string>`any(${ids})`)
      .execute();
}

/** Puts a row off after a failure: 1 s, 2 s, 4 s ... one minute. After ten tries it is a dead letter and stands in nobody's way. */
export async function putOff(tx: Tx, row: OutboxRow, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const attempts = row.attempts + 1;
  const given = attempts >= attemptsMax;
  if (given) {
    await buryRow({
      queue: "outbox",
      jobId: row.id,
      tenantId: row.tenantId,
      payload: { kind: row.kind, name: row.name, payload: row.payload },
      actor: row.actor,
      attempts,
      firstFailedAt: row.createdAt,
      failure: { code: "undeliverable", reason },
    });
  }
  await tx
    .updateTable("outbox")
    .set({
      attempts,
      lastError: reason.slice(0, 500),
      ...(given
        ? { deliveredAt: new Date() }
        : { availableAt: new Date(Date.now() + Math.min(1_000 * 2 ** row.attempts, 60_000)) }),
    })
    .where("id", "=", row.id)
    .execute();
}
