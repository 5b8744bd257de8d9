import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { buryRow } from "#functions/dispatcher/dead-letters.ts";
import { type Gauge, measure, startGauges } from "#functions/dispatcher/gauges.ts";
import { asPlatform } from "#platform/db.ts";
import { addAll } from "#platform/queue.ts";
import { redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import type { MetricName } from "#schema/metrics.ts";
import { type QueueName, queueNames } from "#schema/queues.ts";
import { closeStores } from "#tests/support/close.ts";
import { rowMaker } from "#tests/support/rows/index.ts";
import { type Walls, wallsDatabase } from "#tests/support/walls.ts";

// What is measured is the whole system: a database and a Redis of its own.
process.env["REDIS_URL"] += "/10";
process.env["METRICS_NAMESPACE"] = "Leadmetrics";

const second = 1_000;
const hour = 3_600 * second;
let walls: Walls;
let gauges: Gauge[];

beforeAll(async () => {
  walls = await wallsDatabase();
});
beforeEach(() => redis().flushdb());
afterAll(async () => {
  await closeStores();
  await walls.drop();
});

/** The value of a metric under its one label, or of the whole. */
function told(metric: MetricName, label?: string): number | undefined {
  const found = gauges.filter(({ values, labels }) => metric in values && Object.values(labels ?? {})[0] === label);
  expect(found).toHaveLength(1);
  return found[0]?.values[metric];
}

async function wait(queue: QueueName, addedAgoMs: readonly number[]): Promise<void> {
  for (const [index, agoMs] of addedAgoMs.entries()) {
    vi.useFakeTimers({ now: Date.now() - agoMs, toFake: ["Date"] });
    const message = { actor: "system:test", tenantId: null, requestId: null, createdAt: "", data: {} };
    await addAll(queue, [{ message, options: { jobId: newId("outbox"), priority: 500 - index } }]);
    vi.useRealTimers();
  }
}

/** A call of a model that cost so much, so long ago, for one more tenant. */
async function call(agoMs: number, costMicros: number, currency = "USD"): Promise<void> {
  const { superuser } = walls;
  const tenantId = `ten_${randomUUID().replaceAll("-", "")}`;
  await superuser.query("begin");
  const maker = await rowMaker(superuser);
  await maker.row("tenants", tenantId);
  await superuser.query(
    `insert into llm_calls (tenant_id, id, purpose, adapter, provider, model, tier, input_tokens, output_tokens, cached_tokens,
        cost_micros, currency, latency_ms, attempt, status, request_sha256, created_at)
      values ($1, $2, 'agent', 'a', 'p', 'm', 'cheap', 1, 1, 0, $3, $4, 1, 1, 'ok', repeat('0', 64), $5)`,
    [tenantId, newId("modelCall"), costMicros, currency, new Date(Date.now() - agoMs)],
  );
  await superuser.query("commit");
}

test("a system at rest has every metric of every queue, and all are nought", async () => {
  gauges = await measure();
  for (const name of queueNames)
    for (const metric of ["Waiting", "OldestWaitMs", "Active", "Failed", "DeadLetters"] as const)
      expect({ name, metric, value: told(metric, name) }).toEqual({ name, metric, value: 0 });
  for (const metric of ["QueueLagMs", "OutboxLagMs", "DeadLettersOpen"] as const) expect(told(metric)).toBe(0);
  expect(told("DeadLetters", "outbox")).toBe(0);
  expect([told("AgentSpendHourMinor", "USD"), told("AgentSpendTodayMinor", "USD")]).toEqual([0, 0]);
});

test("a queue's wait is that of its oldest job wherever it stands in line, and the largest is that of the whole", async () => {
  await wait(
    "search__sync",
    [5 * second, 90 * second, 2 * second].toSorted((a, b) => b - a),
  );
  await wait("rag__ingest", [20 * second]);
  gauges = await measure();
  expect(told("Waiting", "search__sync")).toBe(3);
  expect(told("OldestWaitMs", "search__sync")).toBeGreaterThanOrEqual(90 * second);
  expect(told("OldestWaitMs", "search__sync")).toBeLessThan(100 * second);
  expect(told("OldestWaitMs", "rag__ingest")).toBeLessThan(30 * second);
  expect(told("QueueLagMs")).toBeGreaterThanOrEqual(90 * second);
  expect(told("Waiting", "publish__blog")).toBe(0);
});

describe("of the database", () => {
  test("the outbox lags by its oldest row that is due; a row for later does not count", async () => {
    const row = (id: string, created: string, available: string) =>
      walls.superuser.query(
        `insert into outbox (id, kind, name, payload, actor, created_at, available_at)
          values ($1, 'job', 'search__sync', '{}', 'system:test', now() + $2::interval, now() + $3::interval)`,
        [id, created, available],
      );
    const later = newId("outbox");
    await row(newId("outbox"), "-40 seconds", "-30 seconds");
    await row(later, "-50 seconds", "1 hour");
    gauges = await measure();
    expect(told("OutboxLagMs")).toBeGreaterThanOrEqual(30 * second);
    expect(told("OutboxLagMs")).toBeLessThan(40 * second);
    await walls.superuser.query("update outbox set attempts = 1 where id = $1", [later]);
    gauges = await measure();
    expect(told("OutboxLagMs")).toBeGreaterThanOrEqual(50 * second);
    await asPlatform((tx) => tx.updateTable("outbox").set({ deliveredAt: new Date() }).execute());
  });

  test("dead letters are counted by queue while they are open", async () => {
    const letter = (queue: string, jobId: string) =>
      buryRow({
        ...{ queue, jobId, tenantId: null, payload: {}, actor: "system:test", attempts: 4, firstFailedAt: new Date() },
        failure: { code: "x", reason: "x" },
      });
    for (const [queue, id] of [
      ["rag__ingest", "1"],
      ["rag__ingest", "2"],
      ["outbox", "3"],
      ["publish__blog", "4"],
    ] as const)
      await letter(queue, id);
    await asPlatform((tx) =>
      tx
        .updateTable("deadLetters")
        .set({ status: "discarded", handledAt: new Date() })
        .where("jobId", "=", "2")
        .execute(),
    );
    gauges = await measure();
    expect(told("DeadLettersOpen")).toBe(3);
    expect([told("DeadLetters", "rag__ingest"), told("DeadLetters", "outbox")]).toEqual([1, 1]);
  });

  test("spend is the sum over all tenants, by currency, of the last hour and of the day", async () => {
    const today = () => Math.floor(Date.now() / (24 * hour));
    const [begun, sinceMidnight] = [today(), Date.now() % (24 * hour)];
    await call(second, 1_000_000);
    await call(second, 240_001);
    await call(second, 50_000, "EUR");
    await call(25 * hour, 9_000_000);
    const earlier = sinceMidnight > 1.5 * hour ? 500_000 : 0;
    if (earlier > 0) await call(1.25 * hour, earlier);
    gauges = await measure();
    expect(told("AgentSpendHourMinor", "USD")).toBe(125);
    if (sinceMidnight > 10 * second && today() === begun)
      expect(told("AgentSpendTodayMinor", "USD")).toBe(Math.ceil((1_240_001 + earlier) / 10_000));
    expect(told("AgentSpendHourMinor", "EUR")).toBe(5);
  });
});

test("the lines are printed where metrics are wanted", async () => {
  const written: string[] = [];
  const print = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const stop = startGauges();
  try {
    await vi.waitFor(() => expect(written.length).toBeGreaterThanOrEqual(queueNames.length + 3), { timeout: 10_000 });
  } finally {
    stop();
    print.mockRestore();
  }
  expect(written.every((line) => line.startsWith('{"_aws":{') && line.endsWith("}\n"))).toBe(true);
});
