import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";

const minorMicros = 10_000;

/** Provider price of a call in millionths of USD; a model without a price costs nothing (local and offline ones). */
export async function cost(
  tx: Tx,
  provider: string,
  model: string,
  usage: { inputTokens: number; outputTokens: number; cachedTokens: number },
): Promise<number> {
  const price = await tx
    .selectFrom("modelPrices")
    .selectAll()
    .where("provider", "=", provider)
    .where("model", "=", model)
    .where("unit", "=", "token")
    .where("validFrom", "<=", new Date().toISOString().slice(0, 10))
    .orderBy("validFrom", "desc")
    .executeTakeFirst();
  if (!price) return 0;
  const fresh = Math.max(0, usage.inputTokens - usage.cachedTokens);
  return Math.ceil(
    (fresh * price.inputMicrosPerMtok +
      usage.cachedTokens * price.cachedMicrosPerMtok +
      usage.outputTokens * price.outputMicrosPerMtok) /
      1_000_000,
  );
}

/** Holds the upper bound of a run's cost against the tenant's monthly cap. @returns false when the cap would be passed; a repeat holds nothing twice */
export async function reserve(tx: Tx, runId: string, micros: number): Promise<boolean> {
  const amount = Math.ceil(micros / minorMicros);
  if (amount === 0) return true;
  const balance = await lockedBalance(tx);
  const known = await tx
    .selectFrom("moneyLedger")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("runId", "=", runId)
    .where("type", "=", "reserved")
    .executeTakeFirst();
  if (known) return true;
  if (balance.spentMinor + balance.reservedMinor + amount > balance.capMinor) return false;
  await tx
    .updateTable("moneyBalances")
    .set({ reservedMinor: balance.reservedMinor + amount })
    .where("tenantId", "=", tenant())
    .where("id", "=", balance.id)
    .execute();
  await tx
    .insertInto("moneyLedger")
    .values({
      tenantId: tenant(),
      id: newId("moneyEntry"),
      month: balance.month,
      type: "reserved",
      amountMinor: amount,
      currency: balance.currency,
      runId,
    })
    .execute();
  return true;
}

/** Replaces a run's hold by what its calls really cost, rounded up to minor units. */
export async function settle(tx: Tx, runId: string, micros: number): Promise<void> {
  const hold = await tx
    .selectFrom("moneyLedger")
    .select("amountMinor")
    .where("tenantId", "=", tenant())
    .where("runId", "=", runId)
    .where("type", "=", "reserved")
    .executeTakeFirst();
  const amount = Math.ceil(micros / minorMicros);
  if (!hold && amount === 0) return;
  const balance = await lockedBalance(tx);
  const made = await tx
    .insertInto("moneyLedger")
    .values({
      tenantId: tenant(),
      id: newId("moneyEntry"),
      month: balance.month,
      type: "settled",
      amountMinor: amount,
      currency: balance.currency,
      runId,
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "runId", "type"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) return;
  await tx
    .updateTable("moneyBalances")
    .set({
      reservedMinor: Math.max(0, balance.reservedMinor - (hold?.amountMinor ?? 0)),
      spentMinor: balance.spentMinor + amount,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", balance.id)
    .execute();
}

async function lockedBalance(tx: Tx) {
  const month = `${new Date().toISOString().slice(0, 7)}-01`;
  const owner = await tx
    .selectFrom("tenants")
    .select(["plan", "spendCapMinor"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("moneyBalances")
    .values({
      tenantId: tenant(),
      id: newId("moneyBalance"),
      month,
      currency: "USD",
      capMinor: owner.spendCapMinor ?? plans[owner.plan as Plan].spendCapMinor,
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "month"]).doNothing())
    .execute();
  return tx
    .selectFrom("moneyBalances")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("month", "=", month)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
