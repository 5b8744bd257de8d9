import { crossed } from "#core/credit/thresholds.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import { capCurrency, type SpendAccount, type SpendEntryType } from "#schema/spend.ts";
import type { Plan } from "#schema/tenant.ts";

/** Provider cost of a month in minor units. */
export interface Balance {
  id: string;
  month: string;
  capMinor: number;
  heldMinor: number;
  spentMinor: number;
  thresholdsSent: number[];
}

/** The day in UTC, which caps go by. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** The first day of a day's month, by which balances are kept. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The cap of the tenant at work, in minor units a month: its own, else its plan's. */
export async function capOf(tx: Tx): Promise<number> {
  const owner = await tx
    .selectFrom("tenants")
    .select(["plan", "spendCapMinor"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  return owner.spendCapMinor ?? plans[owner.plan as Plan].spendCapMinor;
}

/** The balance of a month, held until the transaction ends; with the cap as it is now. */
export async function locked(tx: Tx, month: string): Promise<Balance> {
  const capMinor = await capOf(tx);
  const known = await find(tx, month);
  if (!known) {
    await tx
      .insertInto("spendBalances")
      .values({ tenantId: tenant(), id: newId("spendBalance"), month, currency: capCurrency, capMinor })
      .onConflict((conflict) => conflict.columns(["tenantId", "month"]).doNothing())
      .execute();
  }
  const row = known ?? (await find(tx, month));
  if (!row) throw new Error(`The balance of ${month} was made and is not there.`);
  if (row.capMinor !== capMinor)
    await tx
      .updateTable("spendBalances")
      .set({ capMinor })
      .where("tenantId", "=", tenant())
      .where("id", "=", row.id)
      .execute();
  return { ...row, capMinor };
}

async function find(tx: Tx, month: string): Promise<Balance | undefined> {
  return tx
    .selectFrom("spendBalances")
    .select(["id", "month", "capMinor", "heldMinor", "spentMinor", "thresholdsSent"])
    .where("tenantId", "=", tenant())
    .where("month", "=", month)
    .forUpdate()
    .executeTakeFirst();
}

/** What a call is made for: a run, or work that no run does, under a key of its own. */
export type Source = { runId: string; workId?: never } | { workId: string; runId?: never };

type Movement = Source & {
  type: SpendEntryType;
  from: SpendAccount;
  to: SpendAccount;
  amountMinor: number;
  day: string;
  holdId?: string;
  note?: string;
};

/** Writes a movement into the ledger, which moves the balance. */
export async function post(tx: Tx, { from, to, ...rest }: Movement): Promise<void> {
  await tx
    .insertInto("spendLedger")
    .values({
      tenantId: tenant(),
      id: newId("spendEntry"),
      month: monthOf(rest.day),
      fromAccount: from,
      toAccount: to,
      currency: capCurrency,
      ...rest,
    })
    .execute();
}

/** Tells the agency of the thresholds a month has reached, once each; with the cap in the way, of the last. */
export async function warn(tx: Tx, balance: Balance, isRefused = false): Promise<void> {
  const { id, capMinor, heldMinor, spentMinor, thresholdsSent } = balance;
  const used = heldMinor + spentMinor;
  const due = isRefused
    ? crossed(Math.max(capMinor, 1), Math.max(capMinor, 1), thresholdsSent)
    : crossed(used, capMinor, thresholdsSent);
  const highest = due.at(-1);
  if (highest === undefined) return;
  await tx
    .updateTable("spendBalances")
    .set({ thresholdsSent: [...thresholdsSent, ...due] })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  const subject = { type: "spend_balance", id, label: "Provider cost" };
  const action = isRefused ? "spend.cap_reached" : "spend.threshold_crossed";
  await Effect.audit(action, subject, { after: { percent: highest, heldMinor, spentMinor, capMinor } });
  const amount = (minor: number) => `${capCurrency} ${(minor / 100).toFixed(2)}`;
  const words = { percent: String(highest), used: amount(used), cap: amount(capMinor) };
  await Effect.notify(`spend.${highest}`, { type: "spend_balance", id }, words);
}
