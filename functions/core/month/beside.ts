import * as Activity from "#core/activity/index.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { plusDays } from "./days.ts";

/** The month at work into which a day falls, for work that no plan promised; null where none is planned. */
export async function monthOf(tx: Tx, day: string): Promise<string | null> {
  const row = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("startsOn", "<=", day)
    .where("endsOn", ">=", day)
    .where("status", "in", ["planning", "active", "paused"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Where added work stands that goes over to another day: in the month of that day. @returns columns; none for what a plan promised */
export async function movedTo(
  tx: Tx,
  input: Record<string, unknown>,
  day: string,
): Promise<{ planMonthId?: string | null }> {
  return input["beside"] === true ? { planMonthId: await monthOf(tx, day) } : {};
}

/** Work that no plan promised stands in the month that is planned for its days, also when another one was before. */
export async function adopt(tx: Tx, month: { id: string; startsOn: string; endsOn: string }): Promise<void> {
  const [begins, ended] = [await fromDay(tx, month.startsOn), await fromDay(tx, plusDays(month.endsOn, 1))];
  await tx
    .updateTable("activities")
    .set({ planMonthId: month.id })
    .where("tenantId", "=", tenant())
    .where(isBeside)
    .where("status", "not in", ["done", "cancelled"])
    .where(begins)
    .where((eb) => eb.not(ended))
    .execute();
}

/** Activities of a day or a later one. Times of publishing are by the client's clock, dates that work is due on by UTC. */
export async function fromDay(tx: Tx, day: string) {
  const goesOut = atLocalTime(day, "00:00", await zoneOf(tx));
  const isDue = new Date(`${day}T00:00:00Z`);
  return sql<boolean>`case when scheduled_for is null then due_at >= ${isDue} else scheduled_for >= ${goesOut} end`;
}

/** Activities that a person or a campaign added beside the plan: planning a month leaves them as they are. */
export const isBeside = sql<boolean>`input ? 'beside'`;

/**
 * Ties between pieces that were planned anew and work that was not planned with them hold for those in their place.
 * @returns the other work that was tied again
 */
export async function retie(
  tx: Tx,
  monthId: string,
  inPlaceOf: (piece: { type: string; input: unknown }) => string | undefined,
): Promise<string[]> {
  const { rows } = await sql<{ id: string; own: string; type: string; input: unknown; waits: boolean }>`
    select d.id, b.id as own, x.type, x.input, d.activity_id = b.id as waits
    from activity_dependencies d
    join activities x on x.tenant_id = d.tenant_id and x.id in (d.activity_id, d.depends_on_id)
    join activities b on b.tenant_id = d.tenant_id and b.id in (d.activity_id, d.depends_on_id) and b.id <> x.id
    where d.tenant_id = ${tenant()} and x.plan_month_id = ${monthId} and x.status = 'cancelled'
      and not x.input ? 'beside' and b.status <> 'cancelled'
      and (b.input ? 'beside' or b.plan_month_id is distinct from x.plan_month_id)`.execute(tx);
  for (const { id, own, waits, ...piece } of rows) {
    const next = inPlaceOf(piece);
    await tx.deleteFrom("activityDependencies").where("tenantId", "=", tenant()).where("id", "=", id).execute();
    if (!next) continue;
    await (waits ? Activity.depend(tx, own, next) : Activity.depend(tx, next, own));
  }
  return [...new Set(rows.map(({ own }) => own))];
}
