import { sql } from "kysely";
import * as Credit from "#core/credit/index.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { as, machine } from "./tenant.ts";

interface Credits {
  available: number;
  reserved: number;
  consumed: number;
  topup: number;
}
interface Money {
  month: string;
  held: number;
  spent: number;
}

/** A tenant with nothing but a balance (hundredths) and one run that things can be charged to. */
export async function bareTenant(credits: number, now = new Date()): Promise<{ id: string; runId: string }> {
  const id = newId("tenant");
  await asPlatform(async (tx) => {
    const region = await tx.selectFrom("regions").select("id").limit(1).executeTakeFirstOrThrow();
    const home = { country: "US", timezone: "UTC", locale: "en-US", currency: "USD", regionId: region.id };
    await tx
      .insertInto("tenants")
      .values({ id, slug: `b-${id.slice(4).toLowerCase()}`, name: "Books", status: "active", plan: "agency", ...home })
      .execute();
  });
  await as(machine(id), () => Credit.open(credits, now));
  return { id, runId: await bareRun(id) };
}

/** A run of no activity. */
export async function bareRun(tenantId: string, values: { status?: string; model?: string } = {}): Promise<string> {
  const id = newId("run");
  await asPlatform(async (tx) => {
    const agent = await tx
      .selectFrom("agents")
      .select("currentVersionId")
      .where("name", "=", "content-brief-writer")
      .executeTakeFirstOrThrow();
    const work = {
      agent: "content-brief-writer",
      agentVersionId: agent.currentVersionId ?? "",
      wakeReason: "new_task",
    };
    const place = { adapter: "offline", model: "offline-extractive", tier: "standard", status: "running", ...values };
    await tx
      .insertInto("agentRuns")
      .values({ tenantId, id, ...work, ...place, traceId: "req_test", subjectType: "strategy", subjectId: id })
      .execute();
  });
  return id;
}

/** What the ledgers of a tenant add up to, account by account, beside what its balances say. */
export async function booksOf(tenantId: string) {
  return asPlatform(async (tx) => {
    const { rows: credits } = await sql<Credits>`
      with moved as (
        select to_account as account, abs(amount) as amount, topup from credit_ledger where tenant_id = ${tenantId}
        union all select from_account, -abs(amount), 0 from credit_ledger where tenant_id = ${tenantId})
      select coalesce(sum(amount) filter (where account in ('free', 'held')), 0)::int as available,
        coalesce(sum(amount) filter (where account = 'held'), 0)::int as reserved,
        coalesce(sum(amount) filter (where account = 'consumed'), 0)::int as consumed,
        coalesce(sum(topup), 0)::int as topup
      from moved`.execute(tx);
    const balance = await tx
      .selectFrom("creditBalances")
      .select(["available", "reserved", "consumed", "topup"])
      .where("tenantId", "=", tenantId)
      .executeTakeFirstOrThrow();
    const { rows: money } = await sql<Money>`
      with moved as (
        select month, to_account as account, amount_minor as amount from spend_ledger where tenant_id = ${tenantId}
        union all select month, from_account, -amount_minor from spend_ledger where tenant_id = ${tenantId})
      select month::text as month, coalesce(sum(amount) filter (where account = 'held'), 0)::int as held,
        coalesce(sum(amount) filter (where account = 'spent'), 0)::int as spent
      from moved group by 1 order by 1`.execute(tx);
    const { rows: budget } = await sql<Money>`
      select month::text as month, held_minor::int as held, spent_minor::int as spent from spend_balances b
      where tenant_id = ${tenantId} and exists (select from spend_ledger l where l.tenant_id = b.tenant_id and l.month = b.month)
      order by 1`.execute(tx);
    return { ledger: { credits: credits[0], money }, balance: { credits: balance, money: budget } };
  });
}
