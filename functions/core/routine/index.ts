import { forbids } from "#core/run/order.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type RoutineName, type RoutineOutcome, routines } from "#schema/routine.ts";
import { dueAt, type Turn } from "./due.ts";
import { orders } from "./orders.ts";
import { isCovered } from "./room.ts";
import { wishes } from "./wishes.ts";

/**
 * Orders the regular work that has come round where the tenant at work is, beside its plan in force. A turn is ordered once: the order
 * and what became of it are one transaction. What cannot be had yet says why and is tried again while the days of its turn last.
 */
export async function orderDue(now: Date): Promise<void> {
  const zone = await transaction(zoneOf);
  for (const turn of dueAt(now, zone)) {
    try {
      await transaction((tx) => take(tx, turn, now));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await transaction((tx) => wait(tx, turn, error.message));
    }
  }
}

async function take(tx: Tx, turn: Turn, now: Date): Promise<void> {
  const { agent, wish } = routines[turn.name];
  if (wish && !(await wishes(tx))[wish]) return;
  const blocked = await forbids(tx, agent);
  if (blocked === "plan" || blocked === "tenant" || blocked === "contract" || !(await hasPlan(tx))) return;
  if (!(await begin(tx, turn))) return;
  if (blocked)
    throw new AppError("request.illegal_transition", reasons[blocked] ?? `It cannot be done now: ${blocked}.`);
  if (await isCovered(tx, turn.name, turn.from)) return end(tx, turn, "covered");
  await end(tx, turn, await orders[turn.name](tx, turn, now));
}

const reasons: Readonly<Record<string, string>> = {
  agent_paused: "The agent that does it is switched off.",
  privacy: "This client's data stays here, and nothing here does it.",
};

// Nothing is spent of itself for a client who has not agreed to a plan yet.
async function hasPlan(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom("deliverablePlans")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

// Whoever writes the row first has it until the transaction ends. @returns whether the turn is still to be had
async function begin(tx: Tx, { name, period }: Turn): Promise<boolean> {
  await tx
    .insertInto("routineTurns")
    .values({ tenantId: tenant(), id: newId("routineTurn"), routine: name, period, outcome: "waiting" })
    .onConflict((conflict) => conflict.columns(["tenantId", "routine", "period"]).doNothing())
    .execute();
  const row = await turnOf(tx, name, period);
  return row.outcome === "waiting";
}

async function turnOf(tx: Tx, name: RoutineName, period: string) {
  return tx
    .selectFrom("routineTurns")
    .select(["id", "outcome", "reason"])
    .where("tenantId", "=", tenant())
    .where("routine", "=", name)
    .where("period", "=", period)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function end(
  tx: Tx,
  { name, period }: Turn,
  outcome: RoutineOutcome,
  reason: string | null = null,
): Promise<void> {
  await tx
    .updateTable("routineTurns")
    .set({ outcome, reason })
    .where("tenantId", "=", tenant())
    .where("routine", "=", name)
    .where("period", "=", period)
    .execute();
}

async function wait(tx: Tx, turn: Turn, why: string): Promise<void> {
  if (!(await begin(tx, turn))) return;
  const { reason } = await turnOf(tx, turn.name, turn.period);
  const next = why.slice(0, 500);
  if (reason !== next) await end(tx, turn, "waiting", next);
}
