import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { fairShare } from "#functions/dispatcher/fair.ts";
import { closeConnections } from "#functions/dispatcher/invoke.ts";
import { work } from "#functions/dispatcher/worker.ts";
import { type InProcess, inProcess } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { freePorts } from "#localstack/ports.ts";
import { asPlatform } from "#platform/db.ts";
import { keepPace } from "#platform/limit.ts";
import { addAll, depth, queue } from "#platform/queue.ts";
import { blocking, redis } from "#platform/redis.ts";
import { queueFunctionName } from "#schema/functions.ts";
import { newId } from "#schema/ids.ts";
import type { QueueAnswer, QueueEvent, QueueName } from "#schema/queues.ts";
import { type Queue, queueNames, queues } from "#schema/queues.ts";
import { closeStores } from "#tests/support/close.ts";

// A Redis database of its own, so that no other test's dispatcher takes these jobs.
process.env["REDIS_URL"] += "/7";

type Answers = QueueAnswer["batchItemFailures"];
type Behaviour = (event: QueueEvent) => Promise<Answers> | Answers;
interface Host {
  behave: Behaviour;
  events: QueueEvent[];
  atOnce: number;
}

const patience = { timeout: 20_000, interval: 20 };
const host: Host = { behave: () => [], events: [], atOnce: 0 };
const invokable: InProcess = { concurrency: 100, timeoutMs: 5_000, run: respond };
let server: Awaited<ReturnType<typeof startInvoke>>;
const stops: (() => Promise<unknown>)[] = [];

async function respond(event: unknown): Promise<QueueAnswer> {
  host.events.push(event as QueueEvent);
  host.atOnce++;
  try {
    return { batchItemFailures: await host.behave(event as QueueEvent) };
  } finally {
    host.atOnce--;
  }
}

const hosted = () => new Map(queueNames.map((name) => [queueFunctionName(name), inProcess(invokable)]));

beforeAll(async () => {
  server = await startInvoke((await freePorts()).invoke, hosted());
  process.env["INVOKE_URL"] = `http://127.0.0.1:${server.port}`;
  await redis().flushdb();
});

afterEach(async () => {
  host.behave = () => [];
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await redis().flushdb();
  host.events = [];
  invokable.concurrency = 100;
});

afterAll(async () => {
  closeConnections();
  await server.stop();
  await closeStores();
});

async function start(
  name: QueueName,
  { share = fairShare(queues[name].concurrency), times = {} }: StartOptions = {},
): Promise<ReturnType<typeof work>> {
  const connection = blocking();
  const worker = work(name, connection, share, times);
  stops.push(async () => {
    await worker.close(true);
    connection.disconnect();
  });
  await worker.waitUntilReady();
  return worker;
}

interface StartOptions {
  share?: ReturnType<typeof fairShare>;
  times?: Parameters<typeof work>[3];
}

interface Order {
  data?: unknown;
  tenantId?: string;
  priority?: number;
}

async function order(name: QueueName, orders: readonly Order[]): Promise<string[]> {
  const ids = orders.map(() => newId("outbox"));
  const entries = orders.map(({ data = {}, tenantId = null, priority = 1 }, index) => ({
    message: { actor: "system:test", tenantId, requestId: null, createdAt: new Date().toISOString(), data },
    options: { jobId: ids[index] ?? "", priority },
  }));
  await addAll(name, entries);
  return ids;
}

const state = (name: QueueName, id: string) => queue(name).getJobState(id);
const handled = () => host.events.flatMap((event) => event.Records.map((record) => record.messageId));
const lettersOf = (id: string) =>
  asPlatform((tx) => tx.selectFrom("deadLetters").selectAll().where("jobId", "=", id).execute());

describe("batches", () => {
  test("many jobs travel together, one failure leaves the others of its batch done", async () => {
    const ids = await order(
      "search__sync",
      Array.from({ length: 40 }, () => ({})),
    );
    const [bad = ""] = ids;
    host.behave = ({ Records }) =>
      Records.filter((record) => record.messageId === bad).map(({ messageId }) => ({
        itemIdentifier: messageId,
        reason: "asked to fail",
      }));
    await start("search__sync");
    await vi.waitFor(async () => expect(await queue("search__sync").getCompletedCount()).toBe(39), patience);
    await vi.waitFor(async () => expect(await state("search__sync", bad)).toBe("delayed"), patience);
    expect(host.events.length).toBeLessThan(20);
    expect(Math.max(...host.events.map((event) => event.Records.length))).toBeGreaterThan(1);
    expect(Math.max(...host.events.map((event) => event.Records.length))).toBeLessThanOrEqual(
      queues.search__sync.batch,
    );
  });

  test("a function that throws fails every job of its batch, each keeping its further tries", async () => {
    const ids = await order("notifications__route", [{}, {}, {}]);
    host.behave = () => Promise.reject(new Error("the function broke"));
    await start("notifications__route");
    await vi.waitFor(async () => expect(await queue("notifications__route").getDelayedCount()).toBe(3), patience);
    const job = await queue("notifications__route").getJob(ids[0] ?? "");
    expect(job?.attemptsMade).toBe(1);
    expect(job?.failedReason).toContain("the function broke");
  });

  test("a function that runs out of time fails its batch", async () => {
    const [id = ""] = await order("publish__blog", [{}]);
    invokable.timeoutMs = 50;
    host.behave = () => new Promise((resolve) => setTimeout(() => resolve([]), 500));
    await start("publish__blog");
    await vi.waitFor(
      async () => expect((await queue("publish__blog").getJob(id))?.failedReason).toContain("timed out"),
      patience,
    );
    invokable.timeoutMs = 5_000;
  });

  test("a message that no function can take is a dead letter at once, those of its batch are done", async () => {
    const small = Array.from({ length: 6 }, () => ({}));
    const ids = await order("search__sync", [...small, { data: "x".repeat(6 * 1024 * 1024) }, ...small]);
    const [large = ""] = ids.splice(6, 1);
    await start("search__sync");
    await vi.waitFor(async () => expect(await state("search__sync", large)).toBe("failed"), patience);
    await vi.waitFor(async () => expect(await queue("search__sync").getCompletedCount()).toBe(12), patience);
    expect(handled().toSorted()).toEqual(ids.toSorted());
    const [letter] = await lettersOf(large);
    expect(letter).toMatchObject({ errorCode: "too_large", attempts: 1 });
    expect(letter?.errorMessage).toContain("larger than the 6 MB");
  });
});

describe("tries", () => {
  test("a fatal failure ends at once and leaves one dead letter with code and reason", async () => {
    const [id = ""] = await order("publish__blog", [{ data: { attemptId: "x" } }]);
    host.behave = ({ Records }) =>
      Records.map(({ messageId }) => ({
        itemIdentifier: messageId,
        reason: "no such attempt",
        code: "request.not_found",
        fatal: true,
      }));
    await start("publish__blog");
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("failed"), patience);
    expect(host.events).toHaveLength(1);
    expect(await lettersOf(id)).toMatchObject([
      {
        queue: "publish__blog",
        errorCode: "request.not_found",
        errorMessage: "no such attempt",
        attempts: 1,
        status: "open",
      },
    ]);
  });

  test("the last of the allowed tries leaves one dead letter, the ones before none", async () => {
    const [id = ""] = await order("publish__blog", [{}]);
    host.behave = ({ Records }) =>
      Records.map(({ messageId }) => ({ itemIdentifier: messageId, reason: "still broken" }));
    await start("publish__blog");
    for (let made = 1; made < queues.publish__blog.attempts; made++) {
      await vi.waitFor(
        async () => expect((await queue("publish__blog").getJob(id))?.attemptsMade).toBe(made),
        patience,
      );
      await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("delayed"), patience);
      expect(await lettersOf(id)).toEqual([]);
      await (await queue("publish__blog").getJob(id))?.promote();
    }
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("failed"), patience);
    expect(host.events.map((event) => event.Records[0]?.attributes.ApproximateReceiveCount)).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(await lettersOf(id)).toMatchObject([{ attempts: 4, errorMessage: "still broken" }]);
  });

  test("waiting asked for by the function uses up no try", async () => {
    const [id = ""] = await order("publish__blog", [{}]);
    let asked = 0;
    host.behave = ({ Records }) =>
      ++asked <= 6
        ? Records.map(({ messageId }) => ({ itemIdentifier: messageId, reason: "busy", retryAfterMs: 20 }))
        : [];
    await start("publish__blog");
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("completed"), patience);
    expect(host.events.map((event) => event.Records[0]?.attributes.ApproximateReceiveCount)).toEqual(
      Array(7).fill("1"),
    );
  });

  test("a throttled invocation waits without using up a try", async () => {
    invokable.concurrency = 0;
    const [id = ""] = await order("publish__blog", [{}]);
    await start("publish__blog");
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("delayed"), patience);
    expect((await queue("publish__blog").getJob(id))?.attemptsMade).toBe(0);
    invokable.concurrency = 1;
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("completed"), patience);
    expect(host.events[0]?.Records[0]?.attributes.ApproximateReceiveCount).toBe("1");
  });
});

describe("fairness", () => {
  test("in line, tenants take turns however many jobs one of them has", () => {
    const share = fairShare(4);
    const burst = Array.from({ length: 100 }, (_, n) => ({ who: `a${n}`, place: share.place("a", 5) }));
    const few = Array.from({ length: 3 }, (_, n) => ({ who: `b${n}`, place: share.place("b", 5) }));
    const line = [...burst, ...few].toSorted((x, y) => x.place - y.place).map(({ who }) => who);
    expect(line.slice(0, 6)).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
    expect(share.place("b", 1)).toBeLessThan(Math.min(...burst.map(({ place }) => place)));
  });

  test("at work, one tenant holds all slots alone and at most half while another waits", () => {
    const share = fairShare(5);
    const places = Array.from({ length: 10 }, () => share.place("a", 5));
    expect([0, 1, 2, 3].map((n) => share.enter("a", places[n] ?? 0, true))).toEqual([true, true, true, true]);
    const other = share.place("b", 5);
    expect(share.enter("a", places[4] ?? 0, true)).toBe(false);
    expect(share.enter("b", other, true)).toBe(true);
    expect(share.enter("a", places[4] ?? 0, false)).toBe(true);
  });

  test("a tenant with one job is served while another's burst is in line", async () => {
    const share = fairShare(queues.publish__blog.concurrency);
    const [big, small] = [newId("tenant"), newId("tenant")];
    host.behave = () => new Promise((resolve) => setTimeout(() => resolve([]), 30));
    const burst = await order(
      "publish__blog",
      Array.from({ length: 60 }, () => ({ tenantId: big, priority: share.place(big, 5) })),
    );
    await start("publish__blog", { share });
    await vi.waitFor(() => expect(host.events.length).toBeGreaterThan(4), patience);
    const [one = ""] = await order("publish__blog", [{ tenantId: small, priority: share.place(small, 5) }]);
    const begun = handled().length;
    await vi.waitFor(() => expect(handled()).toContain(one), patience);
    expect(handled().indexOf(one)).toBeLessThan(begun + 15);
    await vi.waitFor(() => expect(new Set(handled())).toEqual(new Set([...burst, one])), patience);
  });
});

describe("rate", () => {
  const name = "agent__content-repurposer";
  const perMinute = (queues[name] as Queue).perMinute ?? 0;
  const pace = `pace:${name}`;

  test("in no minute more jobs begin than the queue allows, over all workers; the rest keep their tries and their turns", async () => {
    const share = fairShare(queues[name].concurrency);
    const [big, small] = [newId("tenant"), newId("tenant")];
    const of = (tenantId: string, count: number) =>
      order(
        name,
        Array.from({ length: count }, () => ({ tenantId, priority: share.place(tenantId, 5) })),
      );
    const [burst, few] = [await of(big, 22), await of(small, 3)];
    const serve = async (served: number) => {
      const workers = await Promise.all([start(name, { share }), start(name, { share })]);
      await vi.waitFor(() => expect(handled()).toHaveLength(served), patience);
      await vi.waitFor(async () => expect(await queue(name).getRateLimitTtl()).toBeGreaterThan(0), patience);
      await Promise.all(workers.map((worker) => worker.close()));
    };
    await serve(perMinute);
    expect(await redis().zcard(pace)).toBe(perMinute);
    expect(few.filter((id) => handled().includes(id)).length).toBeGreaterThanOrEqual(2);
    const waiting = await queue(name).getJobs(["waiting", "prioritized", "delayed"]);
    expect(waiting.map(({ attemptsMade }) => attemptsMade)).toEqual(Array(25 - perMinute).fill(0));

    // A minute later: what began in it has left the window.
    const aMinuteOn = async () => {
      for (const member of await redis().zrange(pace, "0", "-1")) await redis().zincrby(pace, "-60000", member);
      await queue(name).removeRateLimitKey();
    };
    await aMinuteOn();
    await serve(2 * perMinute);
    await aMinuteOn();
    await start(name, { share });
    await vi.waitFor(() => expect(handled()).toHaveLength(25), patience);
    expect(new Set(handled())).toEqual(new Set([...burst, ...few]));
    await vi.waitFor(async () => expect(await depth(name)).toBe(0), patience);
  });

  test("a worker told to stop does not wait until the queue's minute is over", async () => {
    await Promise.all(Array.from({ length: perMinute }, () => keepPace(name, perMinute)));
    const worker = await start(name);
    let isStopped = false;
    worker.once("active", async () => {
      await worker.close();
      isStopped = true;
    });
    await order(name, [{}]);
    await vi.waitFor(() => expect(isStopped).toBe(true), patience);
    expect(handled()).toEqual([]);
    expect(await depth(name)).toBe(1);
  });
});

describe("stopping", () => {
  test("an orderly stop finishes what is in flight, loses nothing and runs nothing twice", async () => {
    const ids = await order(
      "search__sync",
      Array.from({ length: 300 }, () => ({})),
    );
    host.behave = () => new Promise((resolve) => setTimeout(() => resolve([]), 20));
    const first = await start("search__sync");
    await vi.waitFor(() => expect(handled().length).toBeGreaterThan(30), patience);
    await first.close();
    expect(host.atOnce).toBe(0);
    expect(handled().length).toBeLessThan(300);
    await start("search__sync");
    await vi.waitFor(async () => expect(await depth("search__sync")).toBe(0), patience);
    expect(handled().toSorted()).toEqual(ids.toSorted());
  });

  test("the jobs of a dispatcher that died are taken over, however often it dies", async () => {
    const [id = ""] = await order("publish__blog", [{}]);
    const times = { lockDuration: 300, stalledInterval: 100 };
    const { promise: theEnd, resolve: end } = Promise.withResolvers<Answers>();
    host.behave = () => theEnd;
    for (let deaths = 1; deaths <= 4; deaths++) {
      const worker = await start("publish__blog", { times });
      await vi.waitFor(() => expect(handled()).toHaveLength(deaths), patience);
      await worker.close(true);
    }
    end([]);
    host.behave = () => [];
    await start("publish__blog", { times });
    await vi.waitFor(async () => expect(await state("publish__blog", id)).toBe("completed"), patience);
    expect((await queue("publish__blog").getJob(id))?.attemptsMade).toBe(1);
  });

  test("while the functions are down jobs wait, and run when they are back", async () => {
    const [id = ""] = await order("search__sync", [{ data: randomBytes(4).toString("hex") }]);
    const { port } = server;
    await server.stop();
    await start("search__sync");
    await vi.waitFor(async () => expect(await state("search__sync", id)).toBe("delayed"), patience);
    server = await startInvoke(port, hosted());
    await vi.waitFor(async () => expect(await state("search__sync", id)).toBe("completed"), patience);
    expect(host.events[0]?.Records[0]?.attributes.ApproximateReceiveCount).toBe("1");
  });
});
