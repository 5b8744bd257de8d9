import type { Tx } from "#platform/db.ts";
import { type RawBuilder, sql } from "#platform/db.ts";
import type { UsageGroup } from "#schema/usage.ts";

/** What is asked of the figures. Days are of the zone; `tenantIds` null means all. */
export interface Question {
  groupBy: UsageGroup;
  from: string;
  to: string;
  zone: string;
  tenantIds: readonly string[] | null;
  agent?: string | undefined;
  model?: string | undefined;
  activityId?: string | undefined;
}

/** Sums of one key. Sums of whole numbers come as text. */
export interface Sums {
  key: string;
  runs: string;
  calls: string;
  toolCalls: string;
  inputTokens: string;
  outputTokens: string;
  cachedTokens: string;
  /** Hundredths. */
  credits: string;
  /** Millionths by currency. */
  cost: Record<string, number>;
}

const none = "";

const keys: Record<UsageGroup, RawBuilder<string>> = {
  tenant: sql`f.tenant_id`,
  agent: sql`coalesce(f.agent, ${none})`,
  activity: sql`coalesce(f.activity_id, ${none})`,
  model: sql`coalesce(f.model, ${none})`,
  day: sql`f.day`,
};

/** The keys of a question with their sums, in order; days newest first. `after` is the last key of the page before. */
export async function grouped(tx: Tx, question: Question, limit: number, after?: string): Promise<Sums[]> {
  const isDay = question.groupBy === "day";
  const following = isDay ? sql`key < ${after}` : sql`key > ${after}`;
  const { rows } = await sql<Sums>`${sumsBy(question, keys[question.groupBy])}
    select * from grouped ${after === undefined ? sql`` : sql`where ${following}`}
    order by key ${isDay ? sql`desc` : sql`asc`} limit ${limit}`.execute(tx);
  return rows;
}

/** The sums of a question over all keys. */
export async function total(tx: Tx, question: Question): Promise<Sums | undefined> {
  const { rows } = await sql<Sums>`${sumsBy(question, sql`'all'`)} select * from grouped`.execute(tx);
  return rows[0];
}

// Each source by itself is found by its time; what a run is about and who did it comes with the run.
function sumsBy(question: Question, key: RawBuilder<unknown>): RawBuilder<unknown> {
  const { from, to, zone, tenantIds, agent, model, activityId } = question;
  const within = (table: string) => {
    const at = sql.ref(`${table}.created_at`);
    const days = sql`${at} >= ${from}::date::timestamp at time zone ${zone} and ${at} < (${to}::date + 1)::timestamp at time zone ${zone}`;
    return tenantIds === null
      ? days
      : sql`${days} and ${sql.ref(`${table}.tenant_id`)} = any(${[...tenantIds]}::text[])`;
  };
  const day = (table: string) => sql`to_char(${sql.ref(`${table}.created_at`)} at time zone ${zone}, 'YYYY-MM-DD')`;
  const wanted = [
    ...(agent === undefined ? [] : [sql`f.agent = ${agent}`]),
    ...(model === undefined ? [] : [sql`f.model = ${model}`]),
    ...(activityId === undefined ? [] : [sql`f.activity_id = ${activityId}`]),
  ];
  // A run about what an activity wrote, as the critic's, is part of the activity.
  const activity =
    question.groupBy === "activity" || activityId !== undefined
      ? sql`coalesce(r.activity_id, (select w.activity_id from content_versions v
          join agent_runs w on w.tenant_id = v.tenant_id and w.id = v.run_id
          where v.tenant_id = r.tenant_id and v.subject_type = r.subject_type and v.subject_id = r.subject_id
          and w.activity_id is not null order by v.version limit 1))`
      : sql`r.activity_id`;
  return sql`with facts as (
    select c.tenant_id, r.agent, ${activity} as activity_id, c.model, ${day("c")} as day, 0 as runs, 1 as calls, 0 as tool_calls,
        c.input_tokens, c.output_tokens, c.cached_tokens, 0 as credits, c.cost_micros, c.currency
      from llm_calls c left join agent_runs r on r.tenant_id = c.tenant_id and r.id = c.run_id where ${within("c")}
    union all
    select c.tenant_id, r.agent, ${activity}, case when c.tool in ('image', 'video') then c.method else c.tool end, ${day("c")}, 0, 0, 1, 0, 0, 0, 0, c.cost_micros, c.currency
      from tool_calls c join agent_runs r on r.tenant_id = c.tenant_id and r.id = c.run_id where ${within("c")}
    union all
    select l.tenant_id, r.agent, l.activity_id, r.model, ${day("l")}, 0, 0, 0, 0, 0, 0, -l.amount, 0, null
      from credit_ledger l left join agent_runs r on r.tenant_id = l.tenant_id and r.id = l.run_id
      where l.type = 'consumed' and ${within("l")}
    union all
    select r.tenant_id, r.agent, ${activity}, r.model, ${day("r")}, 1, 0, 0, 0, 0, 0, 0, 0, null
      from agent_runs r where ${within("r")}
  ), by_currency as (
    select ${key} as key, f.currency, sum(f.runs) as runs, sum(f.calls) as calls, sum(f.tool_calls) as tool_calls,
        sum(f.input_tokens) as input_tokens, sum(f.output_tokens) as output_tokens, sum(f.cached_tokens) as cached_tokens,
        sum(f.credits) as credits, sum(f.cost_micros) as cost_micros
      from facts f ${wanted.length > 0 ? sql`where ${sql.join(wanted, sql` and `)}` : sql``} group by 1, 2
  ), grouped as (
    select key, sum(runs) as runs, sum(calls) as calls, sum(tool_calls) as tool_calls, sum(input_tokens) as input_tokens,
        sum(output_tokens) as output_tokens, sum(cached_tokens) as cached_tokens, sum(credits) as credits,
        coalesce(jsonb_object_agg(currency, cost_micros) filter (where currency is not null and cost_micros > 0), '{}') as cost
      from by_currency group by key
  )`;
}
