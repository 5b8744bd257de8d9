import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { CreditAccount, CreditEntryType, CreditReason } from "#schema/credit.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { crossed } from "./thresholds.ts";

/** A balance in hundredths. `available` is what is free and what is held; `topup` the part of it that was bought. */
export interface Balance {
  id: string;
  monthly: number;
  available: number;
  reserved: number;
  consumed: number;
  topup: number;
  periodStart: Date;
  thresholdsSent: number[];
}

/** One movement between two accounts; `amount` is positive. */
export interface Movement {
  type: CreditEntryType;
  from: CreditAccount;
  to: CreditAccount;
  amount: number;
  /** Change of the part that was bought. */
  topup?: number;
  rateKey?: string;
  reservationId?: string;
  activityId?: string | null;
  runId?: string;
  reference?: string;
  reason?: CreditReason;
  note?: string | undefined;
}

/** The balance of the tenant at work, held until the transaction ends. @throws insufficient_credits where there is none yet */
export async function locked(tx: Tx): Promise<Balance> {
  const row = await tx
    .selectFrom("creditBalances")
    .select(["id", "monthly", "available", "reserved", "consumed", "topup", "periodStart", "thresholdsSent"])
    .where("tenantId", "=", tenant())
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("credits.insufficient_credits", "This workspace has no credits yet.");
  return row;
}

/** Holds the balance of the tenant at work until the transaction ends, where there is one. */
export async function lock(tx: Tx): Promise<void> {
  await tx.selectFrom("creditBalances").select("id").where("tenantId", "=", tenant()).forUpdate().execute();
}

/** Writes a movement into the ledger, which moves the balance. @returns the balance afterwards */
export async function post(tx: Tx, before: Balance, movement: Movement): Promise<Balance> {
  const { from, to, amount, topup = 0, type, ...rest } = movement;
  const change = (...accounts: CreditAccount[]) =>
    amount * (Number(accounts.includes(to)) - Number(accounts.includes(from)));
  const after = {
    ...before,
    available: before.available + change("free", "held"),
    reserved: before.reserved + change("held"),
    consumed: before.consumed + change("consumed"),
    topup: before.topup + topup,
  };
  await tx
    .insertInto("creditLedger")
    .values({
      tenantId: tenant(),
      id: newId("creditEntry"),
      type,
      fromAccount: from,
      toAccount: to,
      amount: isNegative(movement) ? -amount : amount,
      topup,
      balanceAfter: after.available,
      reservedAfter: after.reserved,
      ...rest,
    })
    .execute();
  return after;
}

/** Tells screens of a changed balance, and people of the thresholds it has reached, once a period each. */
export async function announce(tx: Tx, balance: Balance): Promise<void> {
  const { available, reserved, consumed } = balance;
  await Effect.live("credits:changed", { available: available / 100, reserved: reserved / 100 });
  await warn(tx, balance, consumed + reserved);
}

/** Marks that work had to wait: whatever is left is too little for it. */
export async function exhausted(tx: Tx, balance: Balance): Promise<void> {
  if (balance.thresholdsSent.includes(100)) return;
  await warn(tx, balance, balance.available + balance.consumed);
  const subject = { type: "credit_balance", id: balance.id, label: "Credits" };
  await Effect.audit("credits.exhausted", subject, {
    after: { effective: (balance.available - balance.reserved) / 100 },
  });
}

async function warn(tx: Tx, balance: Balance, used: number): Promise<void> {
  const total = balance.available + balance.consumed;
  const due = crossed(used, total, balance.thresholdsSent);
  const highest = due.at(-1);
  if (highest === undefined) return;
  await tx
    .updateTable("creditBalances")
    .set({ thresholdsSent: [...balance.thresholdsSent, ...due] })
    .where("tenantId", "=", tenant())
    .execute();
  await Effect.notify(
    `credits.${highest}`,
    { type: "credit_balance", id: balance.id },
    {
      percent: String(highest),
      left: String((balance.available - balance.reserved) / 100),
      total: String(total / 100),
    },
  );
}

// The sign by which the list of movements adds up to what is available and what is reserved.
function isNegative({ type, from }: Movement): boolean {
  return type === "consumed" || type === "released" || type === "closed" || (type === "adjusted" && from === "free");
}
