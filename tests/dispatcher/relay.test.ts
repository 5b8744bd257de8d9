import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { relayJobs } from "#functions/dispatcher/relay/jobs.ts";
import { orderLostAgain } from "#functions/dispatcher/relay/lost.ts";
import { relaySearch } from "#functions/dispatcher/relay/search.ts";
import { inProcess } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { verify } from "#platform/audit.ts";
import { asPlatform } from "#platform/db.ts";
import { since } from "#platform/live.ts";
import { known, queue } from "#platform/queue.ts";
import { redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import type { QueueEvent } from "#schema/queues.ts";
import { closeStores } from "#tests/support/close.ts";
import { entry, event, job, type OutboxRow, undelivered, writeOutbox } from "#tests/support/outbox.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { eventsOf, headOf, labelsOf, threeTenants } from "./three-tenants.ts";

// Stores of their own: this relay must not carry what other tests wrote.
const cloud = ownCloud();
const tenants = threeTenants();
let host: Awaited<ReturnType<typeof startInvoke>>;
const patience = { timeout: 90_000, interval: 50 };

beforeAll(async () => {
  host = await startInvoke(
    0,
    new Map([["search__sync", inProcess({ concurrency: 50, timeoutMs: 5_000, run: remember })]]),
  );
  process.env["INVOKE_URL"] = `http://127.0.0.1:${host.port}`;
});

afterAll(async () => {
  await host.stop();
  await closeStores();
});

async function remember(event: unknown): Promise<unknown> {
  const ids = (event as QueueEvent).Records.map((record) => record.messageId);
  await asPlatform((tx) =>
    tx
      .insertInto("consumedEvents")
      .values(ids.map((eventId) => ({ consumer: "search__sync", eventId })))
      .onConflict((c) => c.doNothing())
      .execute(),
  );
  return { batchItemFailures: [] };
}

const write = (...rows: OutboxRow[]) => writeOutbox(tenants()[0], rows);
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
      tenantId: tenants()[0],
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
    const [a = "", b = ""] = tenants();
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
            tenantId: tenants()[0] ?? "",
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

  test("still delivers every row, each event and entry once and in order", { timeout: 240_000 }, async () => {
    const rows = Array.from({ length: 900 }, (_, n) => {
      const tenantId = tenants()[n % 3] ?? "";
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
    for (const [index, tenantId] of tenants().entries()) {
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
