import { iso } from "#core/page/index.ts";
import { isAgency, tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import type { AgentFigures } from "#schema/agent.ts";
import type { RunStatus } from "#schema/run.ts";

interface Row {
  agent: string;
  runs: number;
  failed: number;
  credits: number;
  costMicros: number;
  running: number;
  queued: number;
  lastId: string | null;
  lastStatus: RunStatus | null;
  lastAt: Date | null;
}

/** What agents do for the tenant at work: at this moment, since midnight UTC, and last; runs that do another over are left out. */
export async function figuresOf(
  tx: Tx,
  agents: readonly string[],
  now = new Date(),
): Promise<Map<string, AgentFigures>> {
  const midnight = new Date(now);
  midnight.setUTCHours(0, 0, 0, 0);
  const { rows } = await sql<Row>`
    select a.name as agent, day.*, work.*, last.*
    from agents a
    cross join lateral (
      select count(*)::int as runs, (count(*) filter (where status = 'error'))::int as failed,
        coalesce(sum(credits), 0)::int as credits, coalesce(sum(cost_micros), 0)::bigint as cost_micros
      from agent_runs where tenant_id = ${tenant()} and agent = a.name and replay_of is null and started_at >= ${midnight}
    ) day
    cross join lateral (
      select (count(*) filter (where status <> 'queued'))::int as running,
        (count(*) filter (where status = 'queued'))::int as queued
      from agent_runs where tenant_id = ${tenant()} and agent = a.name and replay_of is null
        and status in ('queued', 'running', 'waiting_callback')
    ) work
    left join lateral (
      select id as last_id, status as last_status, started_at as last_at
      from agent_runs where tenant_id = ${tenant()} and agent = a.name and replay_of is null and started_at is not null
      order by started_at desc limit 1
    ) last on true
    where a.name = any(${[...agents]})`.execute(tx);
  return new Map(
    rows.map(({ agent, running, queued, lastId, lastStatus, lastAt, runs, failed, credits, costMicros }) => [
      agent,
      {
        running,
        queued,
        today: { runs, failed, credits: credits / 100, costMicros: isAgency() ? Number(costMicros) : null },
        lastRun: lastId && lastStatus && lastAt ? { id: lastId, status: lastStatus, at: iso(lastAt) } : null,
      },
    ]),
  );
}
