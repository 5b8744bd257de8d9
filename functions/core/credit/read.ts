import * as Paging from "#core/page/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CreditBalance, CreditEntry, CreditRate, LedgerQuery } from "#schema/credit.ts";
import { AppError } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";

/** Price of a kind of work today, in hundredths of a credit. */
export async function rate(tx: Tx, key: string): Promise<number> {
  const row = await tx
    .selectFrom("creditRates")
    .select("credits")
    .where("key", "=", key)
    .where("validFrom", "<=", today())
    .orderBy("validFrom", "desc")
    .executeTakeFirst();
  if (!row) throw new Error(`No credit rate is set for ${key}.`);
  return row.credits;
}

/** What each kind of work costs today. */
export async function rates(): Promise<CreditRate[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("creditRates")
      .distinctOn("key")
      .select(["key", "credits", "unit", "validFrom"])
      .where("validFrom", "<=", today())
      .orderBy("key")
      .orderBy("validFrom", "desc")
      .execute(),
  );
  return rows.map((row) => ({ ...row, credits: row.credits / 100, unit: row.unit as CreditRate["unit"] }));
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
export async function ledger(query: LedgerQuery): Promise<Page<CreditEntry>> {
  const scope = JSON.stringify(["credits", query.type]);
  const after = Paging.decode(scope, query.cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("creditLedger")
      .selectAll()
      .where("tenantId", "=", tenant())
      .$if(query.type !== undefined, (list) => list.where("type", "in", query.type ?? []))
      .$if(after !== undefined, (list) => list.where("id", "<", after?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
  const items = page.rows.map((row) => ({
    id: row.id,
    type: row.type as CreditEntry["type"],
    fromAccount: row.fromAccount as CreditEntry["fromAccount"],
    toAccount: row.toAccount as CreditEntry["toAccount"],
    amount: row.amount / 100,
    balanceAfter: row.balanceAfter / 100,
    reservedAfter: row.reservedAfter / 100,
    rateKey: row.rateKey,
    activityId: row.activityId,
    runId: row.runId,
    reason: row.reason as CreditEntry["reason"],
    note: row.note,
    createdAt: Paging.iso(row.createdAt),
  }));
  return { items, nextCursor: page.nextCursor };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
