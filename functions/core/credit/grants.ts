import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CreditReason } from "#schema/credit.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { announce, type Balance, locked, type Movement, post } from "./books.ts";

// Ten minutes into the month, when its invoices have been made.
const resetDelayMs = 10 * 60_000;

/** Opens the balance of a tenant with its monthly allocation (hundredths), for the running UTC month. */
export async function open(monthly: number, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const id = newId("creditBalance");
    const period = periodOf(now);
    const made = await tx
      .insertInto("creditBalances")
      .values({ tenantId: tenant(), id, monthly, available: 0, ...period })
      .onConflict((conflict) => conflict.column("tenantId").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made || monthly === 0) return;
    const { periodStart } = period;
    const nothing = { available: 0, reserved: 0, consumed: 0, topup: 0, thresholdsSent: [] };
    await post(tx, { id, monthly, periodStart, ...nothing }, allocation(monthly));
  });
}

/** Grants the monthly allocation (hundredths) of a balance that was opened without one. Nothing happens to one that has it. */
export async function allocate(monthly: number): Promise<void> {
  await transaction(async (tx) => {
    const balance = await locked(tx);
    if (balance.monthly !== 0 || monthly === 0) return;
    await change(tx, { monthly });
    await announce(tx, await post(tx, balance, allocation(monthly)));
    await Effect.audit("credits.allocated", subjectOf(balance), {
      before: { monthly: 0 },
      after: { monthly: monthly / 100 },
    });
  });
}

/** Adds credits that were bought (hundredths). The same reference adds them once. @returns false for a repeat */
export async function topUp(amount: number, reference: string, note?: string): Promise<boolean> {
  return transaction(async (tx) => {
    const balance = await locked(tx);
    const known = await tx
      .selectFrom("creditLedger")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("reference", "=", reference)
      .executeTakeFirst();
    if (known) return false;
    const way = { from: "platform", to: "free" } as const;
    const after = await post(tx, balance, { type: "topup", ...way, amount, topup: amount, reference, note });
    await announce(tx, after);
    const about = subjectOf(balance);
    await Effect.audit("credits.topped_up", about, shown(balance, after), note);
    await Effect.notify("credits.topup", about, { amount: String(amount / 100) });
    return true;
  });
}

/** Gives (or takes, when negative) hundredths of credits with a reason; what is held for work cannot be taken. */
export async function adjust(amount: number, reason: CreditReason, note: string): Promise<void> {
  await transaction(async (tx) => {
    const balance = await locked(tx);
    const free = balance.available - balance.reserved;
    if (free + amount < 0)
      throw new AppError(
        "request.illegal_transition",
        `Only ${free / 100} credits are free; ${balance.reserved / 100} are held for work that runs. Take less.`,
      );
    const left = balance.available + amount;
    const after = await post(tx, balance, {
      type: "adjusted",
      ...(amount > 0 ? { from: "platform", to: "free" } : { from: "free", to: "platform" }),
      amount: Math.abs(amount),
      topup: Math.min(0, left - balance.topup),
      reason,
      note,
    });
    await announce(tx, after);
    await Effect.audit("credits.adjusted", subjectOf(balance), shown(balance, after), note);
  });
}

/**
 * Begins the month of a balance: what is free lapses, bought or not, and the allocation (hundredths) is given anew; what is held
 * is carried over. Of the same month it happens once. @returns false when the month has begun already
 */
export async function renew(monthly: number, now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const before = await locked(tx);
    const period = periodOf(now);
    if (before.periodStart >= period.periodStart) return false;
    const free = before.available - before.reserved;
    const lapse = { type: "adjusted", from: "free", to: "expired", amount: free, reason: "expired" } as const;
    const closing = { type: "closed", from: "consumed", to: "past", amount: before.consumed } as const;
    const movements: Movement[] = [lapse, closing, allocation(monthly)].filter(({ amount }) => amount > 0);
    // What was bought lapses with the first movement; carried along with nothing else it stays what it is.
    const after = await inTurn(tx, before, movements);
    await change(tx, { monthly, thresholdsSent: [], ...period });
    await announce(tx, { ...after, thresholdsSent: [] });
    const about = subjectOf(before);
    if (free > 0) await Effect.audit("credits.expired", about, { after: { expired: free / 100 } });
    await Effect.audit("credits.allocated", about, shown(before, after));
    return true;
  });
}

async function inTurn(tx: Tx, before: Balance, movements: readonly Movement[]): Promise<Balance> {
  let balance = before;
  for (const movement of movements) balance = await post(tx, balance, { ...movement, topup: -balance.topup });
  return balance;
}

function allocation(monthly: number): Movement {
  return { type: "allocated", from: "platform", to: "free", amount: monthly };
}

async function change(
  tx: Tx,
  values: Partial<ReturnType<typeof periodOf>> & { monthly: number; thresholdsSent?: number[] },
): Promise<void> {
  await tx.updateTable("creditBalances").set(values).where("tenantId", "=", tenant()).execute();
}

function periodOf(now: Date): { periodStart: Date; periodEnd: Date; nextResetAt: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const end = Date.UTC(year, month + 1, 1);
  return {
    periodStart: new Date(Date.UTC(year, month, 1)),
    periodEnd: new Date(end),
    nextResetAt: new Date(end + resetDelayMs),
  };
}

function subjectOf({ id }: Balance) {
  return { type: "credit_balance", id, label: "Credits" };
}

function shown(before: Balance, after: Balance) {
  const of = ({ available, topup }: Balance) => ({ available: available / 100, topup: topup / 100 });
  return { before: of(before), after: of(after) };
}
