import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import type { MasterAgent } from "#schema/agent-version.ts";

type Figures = MasterAgent["figures"];

const days = 30;

/** How agents did lately, over all clients. What does another run over is not counted. */
export async function figuresOf(tx: Tx, names: readonly string[]): Promise<Map<string, Figures>> {
  const { rows } = await sql<{
    agent: string;
    currency: string;
    runs: number;
    succeeded: number;
    failed: number;
    micros: number;
  }>`
    select agent, currency, count(*)::int as runs, (count(*) filter (where status = 'success'))::int as succeeded,
      (count(*) filter (where status = 'error'))::int as failed, coalesce(sum(cost_micros), 0)::float8 as micros
    from agent_runs
    where created_at > now() - make_interval(days => ${days}) and replay_of is null and agent = any(${[...names]}::text[])
    group by agent, currency order by agent, currency`.execute(tx);
  const all = new Map<string, Figures>();
  for (const { agent, currency, runs, succeeded, failed, micros } of rows) {
    const sum = all.get(agent) ?? { runs: 0, succeeded: 0, failed: 0, cost: [] };
    all.set(agent, {
      runs: sum.runs + runs,
      succeeded: sum.succeeded + succeeded,
      failed: sum.failed + failed,
      cost: micros > 0 ? [...sum.cost, { currency, micros }] : sum.cost,
    });
  }
  return all;
}
