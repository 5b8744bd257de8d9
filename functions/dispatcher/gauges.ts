import { asPlatform, sql } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { type MetricLabels, type MetricValues, tell, wanted } from "#platform/metrics.ts";
import { type QueueState, state } from "#platform/queue.ts";
import { spendCurrencies } from "#schema/metrics.ts";
import { type QueueName, queueNames } from "#schema/queues.ts";

export interface Gauge {
  values: MetricValues;
  labels?: MetricLabels;
}

const everyMs = 60_000;
const minorMicros = 10_000;

/** Tells the state of the whole system once a minute, where metrics are wanted. @returns how to stop it */
export function startGauges(): () => void {
  if (!wanted()) return () => undefined;
  let busy = false;
  const turn = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (const { values, labels } of await measure()) tell(values, labels);
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, "metrics");
    } finally {
      busy = false;
    }
  };
  void turn();
  const timer = setInterval(() => void turn(), everyMs);
  return () => clearInterval(timer);
}

/** What queues and database hold now. Every dispatcher measures the same. */
export async function measure(): Promise<Gauge[]> {
  const [states, outboxLagMs, letters, spend] = await Promise.all([
    Promise.all(queueNames.map(async (name) => [name, await state(name)] as const)),
    readOutboxLag(),
    readDeadLetters(),
    readSpend(),
  ]);
  const totals = {
    QueueLagMs: Math.max(...states.map(([, { oldestWaitMs }]) => oldestWaitMs)),
    OutboxLagMs: outboxLagMs,
    DeadLettersOpen: [...letters.values()].reduce((sum, count) => sum + count, 0),
  };
  return [
    { values: totals },
    ...states.map(([name, found]) => ({ values: ofQueue(name, found, letters), labels: { Queue: name } })),
    // Rows of the outbox that nobody could deliver are dead letters too.
    { values: { DeadLetters: letters.get("outbox") ?? 0 }, labels: { Queue: "outbox" } },
    ...spend,
  ];
}

function ofQueue(name: QueueName, found: QueueState, letters: ReadonlyMap<string, number>): MetricValues {
  return {
    Waiting: found.waiting,
    OldestWaitMs: found.oldestWaitMs,
    Active: found.active,
    Failed: found.failed,
    DeadLetters: letters.get(name) ?? 0,
  };
}

/** Age of the oldest row that should have been delivered; one that is meant for later does not count before its time. */
async function readOutboxLag(): Promise<number> {
  const due = (table: "outbox" | "search_outbox") => sql`
    select min(case when attempts > 0 then created_at else greatest(created_at, available_at) end) as since
    from ${sql.table(table)} where delivered_at is null and (attempts > 0 or available_at <= now())`;
  const { rows } = await asPlatform((tx) =>
    sql<{ ms: number | null }>`
      select (extract(epoch from clock_timestamp() - min(since)) * 1000)::float8 as ms
      from (${due("outbox")} union all ${due("search_outbox")}) as waiting`.execute(tx),
  );
  return Math.max(0, Math.round(rows[0]?.ms ?? 0));
}

async function readDeadLetters(): Promise<Map<string, number>> {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("deadLetters")
      .select(({ fn }) => ["queue", fn.countAll<number>().as("count")])
      .where("status", "=", "open")
      .groupBy("queue")
      .execute(),
  );
  return new Map(rows.map(({ queue, count }) => [queue, count]));
}

/** What model calls cost, over all tenants; currencies of the price list are there even when nothing was spent. */
async function readSpend(): Promise<Gauge[]> {
  const { rows } = await asPlatform((tx) =>
    sql<{ currency: string; hour: number; today: number }>`
      with bounds as (select now() - interval '1 hour' as hour, date_trunc('day', now(), 'UTC') as today)
      select currency, coalesce(sum(cost_micros) filter (where created_at >= bounds.hour), 0)::float8 as hour,
        coalesce(sum(cost_micros) filter (where created_at >= bounds.today), 0)::float8 as today
      from bounds, llm_calls where created_at >= least(bounds.hour, bounds.today) group by currency`.execute(tx),
  );
  const missing = spendCurrencies.filter((currency) => !rows.some((row) => row.currency === currency));
  const all = [...rows, ...missing.map((currency) => ({ currency, hour: 0, today: 0 }))];
  return all.map(({ currency, hour, today }) => ({
    values: {
      AgentSpendHourMinor: Math.ceil(hour / minorMicros),
      AgentSpendTodayMinor: Math.ceil(today / minorMicros),
    },
    labels: { Currency: currency },
  }));
}
