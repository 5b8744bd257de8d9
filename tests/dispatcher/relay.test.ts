import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "kysely";
import { MongoClient } from "mongodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { relayJobs } from "#functions/dispatcher/relay/jobs.ts";
import { livePublisher } from "#functions/dispatcher/relay/live.ts";
import { orderLostAgain } from "#functions/dispatcher/relay/lost.ts";
import { relaySearch } from "#functions/dispatcher/relay/search.ts";
import { inProcess } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { close as closeAudit, list, verify } from "#platform/audit.ts";
import { prepare } from "#platform/audit-build.ts";
import { asPlatform } from "#platform/db.ts";
import { since } from "#platform/live.ts";
import { known, queue } from "#platform/queue.ts";
import { redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import type { QueueEvent } from "#schema/queues.ts";
import { closeStores } from "#tests/support/close.ts";
import { entry, event, job, type OutboxRow, platformEvent, undelivered, writeOutbox } from "#tests/support/outbox.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";

// Stores of their own: this relay must not carry what other tests wrote.
const cloud = ownCloud();
let host: Awaited<ReturnType<typeof startInvoke>>;
let tenants: string[] = [];
const ran: string[] = [];
const patience = { timeout: 40_000, interval: 50 };

beforeAll(async () => {
  host = await startInvoke(
    0,
    new Map([["search__sync", inProcess({ concurrency: 50, timeoutMs: 5_000, run: remember })]]),
  );
  process.env["INVOKE_URL"] = `http://127.0.0.1:${host.port}`;
});

beforeEach(async () => {
  await redis().flushdb();
  ran.length = 0;
  tenants = await Promise.all([addTenant(), addTenant(), addTenant()]);
});

afterEach(async () => {
  await asPlatform(async (tx) => {
    await tx.updateTable("outbox").set({ deliveredAt: new Date() }).where("deliveredAt", "is", null).execute();
    await tx.deleteFrom("outbox").execute();
  });
});

afterAll(async () => {
  await host.stop();
  await closeStores();
});

async function remember(event: unknown): Promise<unknown> {
  const ids = (event as QueueEvent).Records.map((record) => record.messageId);
  ran.push(...ids);
  await asPlatform((tx) =>
    tx
      .insertInto("consumedEvents")
      .values(ids.map((eventId) => ({ consumer: "search__sync", eventId })))
      .onConflict((c) => c.doNothing())
      .execute(),
  );
  return { batchItemFailures: [] };
}

async function addTenant(): Promise<string> {
  const id = newId("tenant");
  await asPlatform(async (tx) => {
    const region = await tx.selectFrom("regions").select("id").limit(1).executeTakeFirstOrThrow();
    await tx
      .insertInto("tenants")
      .values({
        id,
        slug: id.toLowerCase().replace("_", "-"),
        name: "A tenant",
        status: "active",
        plan: "pro",
        regionId: region.id,
        country: "US",
        timezone: "UTC",
        locale: "en-US",
        currency: "USD",
      })
      .execute();
  });
  return id;
}

const write = (...rows: OutboxRow[]) => writeOutbox(tenants[0] ?? null, rows);
const eventsOf = (tenantId: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("tenantEvents")
      .select(["id", "seq", "data"])
      .where("tenantId", "=", tenantId)
      .orderBy("seq")
      .execute(),
  );
const headOf = (chain: string) =>
  asPlatform((tx) =>
    tx.selectFrom("auditHeads").select(["lastSeq", "lastHash"]).where("chain", "=", chain).executeTakeFirstOrThrow(),
  );
const labelsOf = (frames: readonly { data: unknown }[]) => frames.map((frame) => (frame.data as { id: string }).id);
const makeDueNow = () =>
  asPlatform((tx) =>
    tx.updateTable("outbox").set({ availableAt: sql<Date>`now()` }).where("deliveredAt", "is", null).execute(),
  );

describe("jobs", () => {
  test("an order becomes a message under its own id, and a repeat changes nothing", async () => {
    const [id = ""] = await write(job(1));
    await relayJobs(new Map());
    await asPlatform((tx) => tx.updateTable("outbox").set({ deliveredAt: null }).where("id", "=", id).execute());
    await relayJobs(new Map());
    expect(await queue("search__sync").getJobCountByTypes("prioritized", "waiting")).toBe(1);
    expect((await queue("search__sync").getJob(id))?.data).toMatchObject({
      actor: "system:test",
      tenantId: tenants[0],
      requestId: "req_1",
      data: { collection: "blogs", entityId: "blg_1" },
    });
    expect(await undelivered()).toBe(0);
  });

  test("an order for later waits for its time and holds up nobody", async () => {
    const [later = ""] = await write(job(1));
    await asPlatform((tx) =>
      tx
        .updateTable("outbox")
        .set({ availableAt: sql<Date>`now() + interval '1 hour'` })
        .where("id", "=", later)
        .execute(),
    );
    const [now = ""] = await write(job(2));
    await relayJobs(new Map());
    expect(await queue("search__sync").getJobState(later)).toBe("unknown");
    expect(await queue("search__sync").getJobState(now)).toBe("prioritized");
  });

  test("a row that cannot be delivered holds back its tenant's later rows, not those of others, and is given up in the end", async () => {
    const [a = "", b = ""] = tenants;
    const [broken = "", behind = "", other = ""] = await write(
      { kind: "job", name: "no__such", payload: {}, tenantId: a },
      job(1, a),
      job(2, b),
    );
    await relayJobs(new Map());
    await relayJobs(new Map());
    expect(await queue("search__sync").getJobState(behind)).toBe("unknown");
    expect(await queue("search__sync").getJobState(other)).toBe("prioritized");
    for (let tries = 0; tries < 10; tries++) {
      await makeDueNow();
      await relayJobs(new Map());
    }
    expect(await queue("search__sync").getJobState(behind)).toBe("prioritized");
    expect(
      await asPlatform((tx) =>
        tx.selectFrom("deadLetters").select(["queue", "errorCode", "tenantId"]).where("jobId", "=", broken).execute(),
      ),
    ).toEqual([{ queue: "outbox", errorCode: "undeliverable", tenantId: a }]);
  });

  test("a notification becomes a message of the router", async () => {
    const [id = ""] = await write({
      kind: "notification",
      name: "content.published",
      payload: { subject: { type: "blog_post", id: "blg_1" }, data: { title: "T" }, risk: "low" },
    });
    await relayJobs(new Map());
    expect((await queue("notifications__route").getJob(id))?.data.data).toEqual({
      outboxId: id,
      event: "content.published",
      subjectType: "blog_post",
      subjectId: "blg_1",
      data: { title: "T" },
      risk: "low",
    });
  });

  test("a mark for the search index becomes one job; a change after it marks anew", async () => {
    const mark = () =>
      asPlatform((tx) =>
        tx
          .insertInto("searchOutbox")
          .values({
            tenantId: tenants[0] ?? "",
            id: newId("searchOutbox"),
            collection: "blogs",
            subjectId: "blg_1",
            op: "upsert",
          })
          .execute(),
      );
    await mark();
    await relaySearch(new Map());
    await mark();
    await relaySearch(new Map());
    expect(await queue("search__sync").getJobCountByTypes("prioritized", "waiting")).toBe(2);
    expect(await relaySearch(new Map())).toBe(false);
  });

  test("orders that vanished with Redis are found and ordered again, handled ones are not", async () => {
    const [lost = "", handled = ""] = await write(job(1), job(2));
    await relayJobs(new Map());
    await asPlatform((tx) =>
      tx.insertInto("consumedEvents").values({ consumer: "search__sync", eventId: handled }).execute(),
    );
    expect(await orderLostAgain()).toBe(0);
    await redis().flushdb();
    expect(await orderLostAgain()).toBe(1);
    await relayJobs(new Map());
    expect(await queue("search__sync").getJobState(lost)).toBe("prioritized");
    expect(await queue("search__sync").getJobState(handled)).toBe("unknown");
  });
});

describe("live events", () => {
  test("are numbered per tenant without gaps and appended in that order", async () => {
    const [a = "", b = ""] = tenants;
    await write(event(1, a), event(2, b), event(3, a), event(4, a), event(5, b));
    await livePublisher().drain();
    expect((await since(a, 0)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(labelsOf(await since(a, 0))).toEqual(["brq_1", "brq_3", "brq_4"]);
    expect(labelsOf(await since(b, 0))).toEqual(["brq_2", "brq_5"]);
    expect((await eventsOf(a)).map(({ seq }) => Number(seq))).toEqual([1, 2, 3]);
  });

  test.each([
    { title: "by a relay that went on", renewed: false },
    { title: "by a relay that died", renewed: true },
  ])("that were numbered but not appended $title reach the stream in order", async ({ renewed }) => {
    const [a = ""] = tenants;
    const publisher = livePublisher();
    await write(event(1, a), event(2, a));
    await publisher.drain();
    await redis().flushdb();
    await write(event(3, a));
    await (renewed ? livePublisher() : publisher).drain();
    expect((await since(a, 0)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("of the platform stand in a stream of their own, numbered upwards also when Redis lost it", async () => {
    const [a = ""] = tenants;
    const publisher = livePublisher();
    await writeOutbox(null, [platformEvent("adapters"), platformEvent("skills")]);
    await write(event(1, a));
    await publisher.drain();
    const first = await since("platform", 0);
    expect(first.map(({ data }) => data)).toEqual([{ keys: ["adapters"] }, { keys: ["skills"] }]);
    expect((await since(a, 0)).map(({ seq }) => seq)).toEqual([1]);
    await redis().flushdb();
    await writeOutbox(null, [platformEvent("agents")]);
    await publisher.drain();
    const [last, ...others] = await since("platform", first[1]?.seq ?? 0);
    expect([last?.data, others]).toEqual([{ keys: ["agents"] }, []]);
  });

  test("of an unknown name hold back their tenant only", async () => {
    const [a = "", b = ""] = tenants;
    await write({ ...event(1, a), name: "no:such" }, event(2, a), event(3, b));
    await livePublisher().drain();
    expect(await since(a, 0)).toEqual([]);
    expect(labelsOf(await since(b, 0))).toEqual(["brq_3"]);
  });
});

describe("the audit log", () => {
  test("chains entries per tenant in order, platform entries in a chain of their own", async () => {
    const [a = "", b = ""] = tenants;
    await write(entry(1, a), entry(2, b), entry(3, a), entry(4, null));
    await relayAudit();
    await write(entry(5, a));
    await relayAudit();
    expect(await verify(a, await headOf(a))).toMatchObject({ ok: true, checkedTo: 3 });
    expect(await verify(b, await headOf(b))).toMatchObject({ ok: true, checkedTo: 1 });
    expect((await verify("platform", await headOf("platform"))).ok).toBe(true);
    const entries = await list(a, {}, 10);
    expect(entries.map(({ subject }) => subject.id)).toEqual(["apr_5", "apr_3", "apr_1"]);
    expect(entries[0]?.change.after).toEqual({ snake_key: 2 });
  });

  test("a crash between writing an entry and counting it neither doubles nor skips one", async () => {
    const [a = ""] = tenants;
    await write(entry(1, a));
    await relayAudit();
    const early = newId("outbox");
    const before = await headOf(a);
    const cut = await write(entry(2, a), entry(3, a));
    await relayAudit();
    // What PostgreSQL holds when the process dies after the last insert: an older head, rows not delivered.
    await asPlatform((tx) => tx.updateTable("auditHeads").set(before).where("chain", "=", a).execute());
    await asPlatform((tx) => tx.updateTable("outbox").set({ deliveredAt: null }).where("id", "in", cut).execute());
    await write({ ...entry(4, a), id: early }, entry(5, a));
    await relayAudit();
    expect(await verify(a, await headOf(a))).toMatchObject({ ok: true, checkedTo: 5 });
    expect((await list(a, {}, 10)).map(({ subject }) => subject.id)).toEqual([
      "apr_5",
      "apr_4",
      "apr_3",
      "apr_2",
      "apr_1",
    ]);
    expect(await undelivered()).toBe(0);
  });

  test("nothing is written while the keys that keep chains whole are missing; it goes on when they are back", async () => {
    const [a = ""] = tenants;
    const mongo = new MongoClient(cloud().env["MONGODB_ADMIN_URI"] ?? "");
    await mongo.db().collection("audit_logs").dropIndex("outboxId_1");
    await closeAudit();
    await write(entry(1, a));
    await expect(relayAudit()).rejects.toThrow(/npm run db:migrate/);
    expect([await list(a, {}, 10), await undelivered()]).toEqual([[], 1]);
    await prepare();
    await relayAudit();
    expect([await list(a, {}, 10), await undelivered()]).toMatchObject([[{ seq: 1 }], 0]);
    await mongo.close();
  });

  test("the store refuses an entry of another shape, whoever brings it", async () => {
    const [a = ""] = tenants;
    await write(entry(1, a));
    await relayAudit();
    const [written] = await list(a, {}, 1);
    const mongo = new MongoClient(cloud().env["MONGODB_URI"] ?? "");
    const insert = (change: object) =>
      mongo
        .db()
        .collection("audit_logs")
        .insertOne({ ...written, _id: "aud_another", seq: 2, outboxId: "obx_another", ...change } as never)
        .then(
          () => "taken",
          (error: { code?: number }) => error.code,
        );
    const refused = [{ hash: "short" }, { action: "no.such_action" }, { actor: "me" }, { extra: true }, { seq: 0 }];
    for (const change of refused) expect(await insert(change), JSON.stringify(change)).toBe(121);
    expect(await insert({ seq: 1 })).toBe(11_000);
    expect(await insert({})).toBe("taken");
    await mongo.close();
  });

  test("a row that makes no entry holds back its chain without a gap, and no other chain", async () => {
    const [a = "", b = ""] = tenants;
    await write(entry(1, a), { ...entry(2, a), name: "no.such_action" }, entry(3, a), entry(4, b));
    await relayAudit();
    expect(await verify(a)).toMatchObject({ ok: true, checkedTo: 1 });
    expect(await verify(b)).toMatchObject({ ok: true, checkedTo: 1 });
    expect(await undelivered()).toBe(2);
  });
});

describe("a dispatcher killed again and again", () => {
  let running: ChildProcess | undefined;

  async function launch(): Promise<ChildProcess> {
    const { file, args, env } = nodeCommand("functions/dispatcher/index.ts", {
      ...cloud().env,
      INVOKE_URL: `http://127.0.0.1:${host.port}`,
      LOG_LEVEL: "error",
    });
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    running = child;
    await once(child.stdout, "data");
    return child;
  }

  afterEach(async () => {
    if (!running || running.exitCode !== null || running.signalCode) return;
    running.kill("SIGTERM");
    await once(running, "exit");
  });

  test("still delivers every row, each event and entry once and in order", { timeout: 120_000 }, async () => {
    const rows = Array.from({ length: 900 }, (_, n) => {
      const tenantId = tenants[n % tenants.length] ?? "";
      return [job(n, tenantId), event(n, tenantId), entry(n, tenantId)];
    }).flat();
    const ids = await write(...rows);
    const jobs = ids.filter((_, index) => rows[index]?.kind === "job");
    for (const lifeMs of [150, 300, 600]) {
      const child = await launch();
      await new Promise((resolve) => setTimeout(resolve, lifeMs));
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await launch();
    await vi.waitFor(async () => expect(await undelivered()).toBe(0), patience);
    for (const [index, tenantId] of tenants.entries()) {
      const mine = rows.map((row, at) => ({ ...row, id: ids[at] ?? "" })).filter((row) => row.tenantId === tenantId);
      const expected = mine
        .filter(({ kind }) => kind === "live")
        .map(({ payload }) => (payload as { data: { id: string } }).data.id);
      expect(labelsOf(await eventsOf(tenantId))).toEqual(expected);
      await vi.waitFor(
        async () => expect(labelsOf(await since(tenantId, 0)), `stream ${index}`).toEqual(expected),
        patience,
      );
      expect(await verify(tenantId, await headOf(tenantId))).toMatchObject({ ok: true, checkedTo: 300 });
    }
    const there = await Promise.all(jobs.map((id) => known("search__sync", id)));
    expect(there.filter((isThere) => !isThere)).toEqual([]);
  });
});
