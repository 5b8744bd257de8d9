import { sql } from "kysely";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { tableIds } from "#schema/database/table-ids.ts";
import { idPrefix } from "#schema/ids.ts";
import { tenantTables } from "#tests/support/digest.ts";
import type { TestTenant } from "#tests/support/tenant.ts";

/** Where each run leaves its own log: what it said is kept there as it was. */
const logs: ReadonlySet<string> = new Set([
  ...["agent_runs", "run_steps", "run_chunks", "llm_calls", "tool_calls", "validator_results", "retrieval_logs"],
  ...["retrieval_hits", "outbox", "spend_ledger", "spend_holds", "credit_ledger", "agent_configs", "spend_balances"],
]);

let statement: { name: string; text: string } | undefined;

/** Of each table that is no log: how many rows of the tenant it holds, and how many of them hold one of the texts. */
export async function rowsOf(
  { id }: TestTenant,
  texts: readonly string[],
): Promise<Map<string, { count: number; naming: number }>> {
  statement ??= {
    name: "rows of a tenant",
    text: (await tenantTables())
      .filter((table) => !logs.has(table))
      .map(
        (table) =>
          `select '${table}' as "table", count(*)::int as count, count(*) filter (where exists (select from unnest($2::text[]) s where strpos(t::text, s) > 0))::int as naming from ${table} t where tenant_id = $1`,
      )
      .join(" union all "),
  };
  const { rows } = await pool(platformRole).query<{ table: string; count: number; naming: number }>({
    ...statement,
    values: [id, texts],
  });
  return new Map(rows.map(({ table, ...row }) => [table, row]));
}

/** Tables that hold more rows than before. */
export function gained(
  before: Awaited<ReturnType<typeof rowsOf>>,
  after: Awaited<ReturnType<typeof rowsOf>>,
): string[] {
  return [...after].filter(([table, { count }]) => count > (before.get(table)?.count ?? 0)).map(([table]) => table);
}

/** In which state something is, by table; `true` and `false` where that is a switch. */
export type State = Readonly<Record<string, string>>;

let byActivity: readonly string[] | undefined;

/** Where what a run is about stands: its activity with all that is made for it, or its subject. */
export async function stateOf(tenantId: string, run: Worked["run"]): Promise<State> {
  const text = run.activityId ? await ofActivity() : ofSubject(run.subjectId ?? "");
  const { rows } = await pool(platformRole).query<{ name: string; status: string }>(text, [
    ...[tenantId, run.activityId ?? run.subjectId],
  ]);
  return Object.fromEntries(rows.map(({ name, status }) => [name, status]));
}

async function ofActivity(): Promise<string> {
  byActivity ??= (
    await pool(platformRole).query<{ name: string }>(
      `select a.table_name as name from information_schema.columns a
        join information_schema.columns s using (table_schema, table_name)
        where a.table_schema = 'public' and a.column_name = 'activity_id' and s.column_name = 'status'
        and a.table_name not in ('agent_runs', 'approvals', 'credit_reservations') order by 1`,
    )
  ).rows.map(({ name }) => name);
  const own = "select 'activities' as name, status from activities where tenant_id = $1 and id = $2";
  const audit = `select 'content_audits', c.status from content_audits c join activities a on a.tenant_id = c.tenant_id
    and a.input ->> 'contentAuditId' = c.id where a.tenant_id = $1 and a.id = $2`;
  return [
    ...[own, audit],
    ...byActivity.map((table) => `select '${table}', status from ${table} where tenant_id = $1 and activity_id = $2`),
  ].join(" union all ");
}

/** What says how far something is where its column of that name does not, or not all. */
const statusOf: Readonly<Record<string, string>> = {
  backlinks: `case when notes ilike '%no contact%' then 'no contact' when contact_email is not null then 'contact'
    else coalesce(outreach_status, opportunity_status) end`,
  leads: "case when enriching then 'enriching' when enriched_at is null then 'score alone' else 'enriched' end",
  anomalyAlerts: "case narrative when '' then 'number alone' else 'explained' end",
  campaigns: "case when brief is null then 'without brief' else 'with brief' end",
  goals: `coalesce((select case when coalesce(note, '') = '' then 'value alone' else 'explained' end
    from goal_progress where tenant_id = $1 and goal_id = $2 limit 1), 'not counted')`,
  deliverablePlans: "case when details ->> 'isLeft' = 'true' then status || ' to be filled by hand' else status end",
  blogPosts: `rtrim(concat_ws(' ', status, (select status from edit_suggestions where tenant_id = $1 and blog_post_id = $2),
    (select array_to_string(flags, ' ') from approvals where tenant_id = $1 and subject_id = $2 and status = 'pending')))`,
};

function ofSubject(subjectId: string): string {
  const kind = Object.entries(idPrefix).find(([, prefix]) => subjectId.startsWith(`${prefix}_`))?.[0];
  const table = Object.entries(tableIds).find(([, one]) => one === kind)?.[0] ?? "";
  const name = table.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return `select '${name}' as name, ${statusOf[table] ?? "status"} as status from ${name} where tenant_id = $1 and id = $2`;
}

export type Worked = Awaited<ReturnType<typeof worked>>;

/** Every attempt of the work of a run, and what its calls and tools left behind. */
export function worked(tenantId: string, runId: string) {
  return asPlatform(async (tx) => {
    const run = await tx.selectFrom("agentRuns").selectAll().where("id", "=", runId).executeTakeFirstOrThrow();
    const runs = await tx
      .selectFrom("agentRuns")
      .selectAll()
      .where("tenantId", "=", tenantId)
      .where("agent", "=", run.agent)
      .where("version", "=", run.version)
      .where(sql<boolean>`activity_id is not distinct from ${run.activityId}`)
      .where(sql<boolean>`subject_id is not distinct from ${run.subjectId}`)
      .orderBy("attempt")
      .execute();
    const ids = runs.map(({ id }) => id);
    const calls = await tx.selectFrom("llmCalls").selectAll().where("runId", "in", ids).orderBy("id").execute();
    const tools = await tx.selectFrom("toolCalls").selectAll().where("runId", "in", ids).orderBy("id").execute();
    const events = await tx
      .selectFrom("outbox")
      .select("name")
      .where("tenantId", "=", tenantId)
      .where("kind", "=", "notification")
      .execute();
    const { rows: holds } = await sql<{ status: string; amount: number }>`
      select status, amount from credit_reservations where tenant_id = ${tenantId}
        and (activity_id = ${run.activityId} or subject_id = ${run.subjectId}) order by id desc limit 1`.execute(tx);
    return { holds, run: runs.at(-1) ?? run, runs, calls, tools, told: events.map(({ name }) => name) };
  });
}
