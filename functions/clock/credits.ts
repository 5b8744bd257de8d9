import { resumeWaiting } from "#core/activity/resume.ts";
import * as Credit from "#core/credit/index.ts";
import { asMachine } from "#core/each-tenant.ts";
import { provide, tenant } from "#platform/actor.ts";
import { asPlatform, sql, transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";

const name = "credits.reset";

/** Begins the month of every balance whose time has come, also of clients that are shut out for now. A missed hour is made up for. */
export async function handler(): Promise<void> {
  await provide({ kind: "system", tenantId: null, name }, { door: name, requestId: newId("request") }, async () => {
    for (const id of await due())
      await asMachine(id, name, renew).catch((error: unknown) =>
        log.error({ tenant: id, error: error instanceof Error ? error.stack : String(error) }, "credits not renewed"),
      );
  });
}

async function due(): Promise<string[]> {
  const { rows } = await asPlatform((tx) =>
    sql<{ id: string }>`
      select t.id from tenants t join credit_balances b on b.tenant_id = t.id
      where b.next_reset_at <= now() and t.status <> 'cancelled' order by t.id`.execute(tx),
  );
  return rows.map(({ id }) => id);
}

async function renew(): Promise<void> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("tenants as t")
      .innerJoin("creditBalances as b", "b.tenantId", "t.id")
      .select(["t.plan", "b.monthly"])
      .where("t.id", "=", tenant())
      .executeTakeFirstOrThrow(),
  );
  // Who has not paid yet was given none, and is given none.
  const monthly = row.monthly === 0 ? 0 : plans[row.plan as Plan].credits;
  if (await Credit.renew(monthly, new Date())) await resumeWaiting();
}
