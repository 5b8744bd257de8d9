import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Page, PageQuery } from "#schema/page.ts";

/** Price of a kind of run today, in hundredths of a credit. */
export async function rate(tx: Tx, key: string): Promise<number> {
  const row = await tx
    .selectFrom("creditRates")
    .select("credits")
    .where("key", "=", key)
    .where("validFrom", "<=", new Date().toISOString().slice(0, 10))
    .orderBy("validFrom", "desc")
    .executeTakeFirst();
  if (!row) throw new Error(`No credit rate is set for ${key}.`);
  return row.credits;
}

/**
 * Holds the price of a run before it is dispatched. A hold that exists for the activity is kept as it is.
 * @returns false when the effective balance is too small; nothing is held then
 */
export async function reserve(work: { activityId: string; rateKey: string; amount: number }): Promise<boolean> {
  return transaction(async (tx) => {
    const balance = await locked(tx);
    const held = await openHold(tx, work.activityId);
    if (held) return true;
    if (balance.available - balance.reserved < work.amount) return false;
    const reservationId = newId("creditReservation");
    await tx
      .insertInto("creditReservations")
      .values({
        tenantId: tenant(),
        id: reservationId,
        rateKey: work.rateKey,
        amount: work.amount,
        status: "held",
        activityId: work.activityId,
      })
      .execute();
    await move(
      tx,
      balance,
      { reserved: work.amount },
      { type: "reserved", amount: work.amount, rateKey: work.rateKey, reservationId, activityId: work.activityId },
    );
    return true;
  });
}

/** Turns the hold of an activity into consumption, once. Nothing happens when no hold is open. */
export async function consume(work: { activityId: string; runId: string }): Promise<number> {
  return transaction(async (tx) => {
    const balance = await locked(tx);
    const hold = await openHold(tx, work.activityId);
    if (!hold) return 0;
    await settle(tx, hold.id, "consumed");
    const fromTopup = Math.min(balance.topup, hold.amount);
    await move(
      tx,
      balance,
      { available: -hold.amount, reserved: -hold.amount, consumed: hold.amount, topup: -fromTopup },
      {
        type: "consumed",
        amount: -hold.amount,
        rateKey: hold.rateKey,
        reservationId: hold.id,
        activityId: work.activityId,
        runId: work.runId,
      },
    );
    return hold.amount;
  });
}

/** Gives the hold of an activity back, once. */
export async function release(activityId: string): Promise<void> {
  await transaction(async (tx) => {
    const balance = await locked(tx);
    const hold = await openHold(tx, activityId);
    if (!hold) return;
    await settle(tx, hold.id, "released");
    await move(
      tx,
      balance,
      { reserved: -hold.amount },
      { type: "released", amount: -hold.amount, rateKey: hold.rateKey, reservationId: hold.id, activityId },
    );
  });
}

/** Opens the balance of a tenant with its monthly allocation (hundredths), for the running UTC month. */
export async function open(monthly: number, now: Date): Promise<void> {
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  await transaction(async (tx) => {
    const tenantId = tenant();
    const made = await tx
      .insertInto("creditBalances")
      .values({
        tenantId,
        id: newId("creditBalance"),
        monthly,
        available: monthly,
        periodStart: start,
        periodEnd: end,
        nextResetAt: end,
      })
      .onConflict((conflict) => conflict.column("tenantId").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made) return;
    await tx
      .insertInto("creditLedger")
      .values({
        tenantId,
        id: newId("creditEntry"),
        type: "allocated",
        amount: monthly,
        balanceAfter: monthly,
        reservedAfter: 0,
      })
      .execute();
  });
}

/** Grants the monthly allocation (hundredths) of a balance that was opened without one. Nothing happens to one that has it. */
export async function allocate(monthly: number): Promise<void> {
  await transaction(async (tx) => {
    const tenantId = tenant();
    const granted = await tx
      .updateTable("creditBalances")
      .set((eb) => ({ monthly, available: eb("available", "+", monthly) }))
      .where("tenantId", "=", tenantId)
      .where("monthly", "=", 0)
      .returning(["id", "available", "reserved"])
      .executeTakeFirst();
    if (!granted) return;
    await tx
      .insertInto("creditLedger")
      .values({
        tenantId,
        id: newId("creditEntry"),
        type: "allocated",
        amount: monthly,
        balanceAfter: granted.available,
        reservedAfter: granted.reserved,
      })
      .execute();
    const subject = { type: "credit_balance", id: granted.id, label: "Credits" };
    await Effect.audit("credits.allocated", subject, { before: { monthly: 0 }, after: { monthly: monthly / 100 } });
  });
}

/** The balance in credits. */
export async function balance(): Promise<CreditBalance> {
  const row = await transaction((tx) =>
    tx.selectFrom("creditBalances").selectAll().where("tenantId", "=", tenant()).executeTakeFirst(),
  );
  if (!row) throw new AppError("request.not_found", "This workspace has no credit balance yet.");
  return {
    monthly: row.monthly / 100,
    available: row.available / 100,
    topup: row.topup / 100,
    reserved: row.reserved / 100,
    consumed: row.consumed / 100,
    effective: (row.available - row.reserved) / 100,
    nextResetAt: Paging.iso(row.nextResetAt),
  };
}

/** The ledger, newest first. */
export async function ledger(query: PageQuery): Promise<Page<CreditEntry>> {
  const after = Paging.decode("credits", query.cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("creditLedger")
      .selectAll()
      .where("tenantId", "=", tenant())
      .$if(after !== undefined, (list) => list.where("id", "<", after?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, query.limit, "credits", (row) => [row.id]);
  const items = page.rows.map((row) => ({
    id: row.id,
    type: row.type as CreditEntry["type"],
    amount: row.amount / 100,
    balanceAfter: row.balanceAfter / 100,
    reservedAfter: row.reservedAfter / 100,
    rateKey: row.rateKey,
    activityId: row.activityId,
    runId: row.runId,
    createdAt: Paging.iso(row.createdAt),
  }));
  return { items, nextCursor: page.nextCursor };
}

interface Balance {
  available: number;
  reserved: number;
  consumed: number;
  topup: number;
}

async function locked(tx: Tx): Promise<Balance> {
  const row = await tx
    .selectFrom("creditBalances")
    .select(["available", "reserved", "consumed", "topup"])
    .where("tenantId", "=", tenant())
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("credits.insufficient_credits", "This workspace has no credits yet.");
  return row;
}

async function openHold(
  tx: Tx,
  activityId: string,
): Promise<{ id: string; amount: number; rateKey: string } | undefined> {
  return tx
    .selectFrom("creditReservations")
    .select(["id", "amount", "rateKey"])
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("status", "=", "held")
    .executeTakeFirst();
}

async function settle(tx: Tx, id: string, status: "consumed" | "released"): Promise<void> {
  await tx
    .updateTable("creditReservations")
    .set({ status, settledAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "held")
    .execute();
}

async function move(
  tx: Tx,
  before: Balance,
  by: Partial<Balance>,
  entry: { type: string; amount: number; rateKey: string; reservationId: string; activityId: string; runId?: string },
): Promise<void> {
  const after = {
    available: before.available + (by.available ?? 0),
    reserved: before.reserved + (by.reserved ?? 0),
    consumed: before.consumed + (by.consumed ?? 0),
    topup: before.topup + (by.topup ?? 0),
  };
  await tx.updateTable("creditBalances").set(after).where("tenantId", "=", tenant()).execute();
  await tx
    .insertInto("creditLedger")
    .values({
      tenantId: tenant(),
      id: newId("creditEntry"),
      balanceAfter: after.available,
      reservedAfter: after.reserved,
      ...entry,
    })
    .execute();
  await Effect.live("credits:changed", { available: after.available / 100, reserved: after.reserved / 100 });
}
