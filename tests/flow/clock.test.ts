import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { handler as approvals } from "#functions/clock/approvals.ts";
import { handler as reconcile } from "#functions/clock/reconcile.ts";
import { handler as recover } from "#functions/clock/recover.ts";
import { handler as retention } from "#functions/clock/retention.ts";
import { asPlatform } from "#platform/db.ts";
import { get, put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

// Clocks look at every tenant: on shared stores they would change what other tests watch.
ownCloud();
let tenant: TestTenant;
let things: Things;

beforeEach(async () => {
  tenant = await freshTenant();
  things = await furnish(tenant);
});
afterAll(closeStores);

const ordered = (name: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["payload", "actor"])
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "job")
      .where("name", "=", name)
      .execute(),
  );

describe("recovery", () => {
  test("orders a run again that lies queued without a job, as the clock", async () => {
    const lain = newId("run");
    await asPlatform(async (tx) => {
      const { agentVersionId } = await tx
        .selectFrom("agentRuns")
        .select("agentVersionId")
        .where("id", "=", things.run)
        .executeTakeFirstOrThrow();
      const work = {
        agent: "blog-writer",
        agentVersionId,
        adapter: "offline",
        model: "offline-extractive",
        tier: "standard",
      };
      const facts = {
        activityId: things.activity,
        version: 2,
        status: "queued",
        wakeReason: "new_task",
        traceId: "req_test",
      };
      await tx
        .insertInto("agentRuns")
        .values({
          tenantId: tenant.id,
          id: lain,
          ...work,
          ...facts,
          updatedAt: sql<Date>`now() - interval '5 minutes'`,
        })
        .execute();
    });
    await recover();
    expect(await ordered("agent__blog-writer")).toMatchObject([
      { actor: "system:runs.recover", payload: { data: { runId: lain } } },
    ]);
  });
});

describe("approvals", () => {
  test("expire when their time is over, and never count as approved", async () => {
    await asPlatform((tx) =>
      tx
        .updateTable("approvals")
        .set({ expiresAt: sql<Date>`now() - interval '1 minute'` })
        .where("id", "=", things.dmApproval)
        .execute(),
    );
    await approvals();
    const rows = await asPlatform((tx) =>
      tx
        .selectFrom("approvals")
        .select(["id", "status"])
        .where("id", "in", [things.dmApproval, things.clientApproval])
        .orderBy("id")
        .execute(),
    );
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [things.dmApproval, "expired"],
        [things.clientApproval, "pending"],
      ]),
    );
  });
});

describe("publishing", () => {
  test("an attempt that is due for a look is ordered to look, never to send", async () => {
    await asPlatform((tx) =>
      tx
        .updateTable("publishAttempts")
        .set({ lookAt: sql<Date>`now() - interval '1 minute'` })
        .where("id", "=", things.publishAttempt)
        .execute(),
    );
    await reconcile();
    expect(await ordered("publish__blog")).toMatchObject([
      { payload: { data: { attemptId: things.publishAttempt, step: "look_up" } } },
    ]);
  });
});

describe("retention", () => {
  test("deletes old delivered rows and keeps the undelivered and the young", async () => {
    const [old, young, waiting] = [newId("outbox"), newId("outbox"), newId("outbox")];
    const row = { tenantId: tenant.id, kind: "job", name: "search__sync", payload: "{}", actor: "system:test" };
    await asPlatform((tx) =>
      tx
        .insertInto("outbox")
        .values([
          { ...row, id: old, deliveredAt: sql<Date>`now() - interval '8 days'` },
          { ...row, id: young, deliveredAt: sql<Date>`now() - interval '6 days'` },
          {
            ...row,
            id: waiting,
            createdAt: sql<Date>`now() - interval '30 days'`,
            availableAt: sql<Date>`now() + interval '1 day'`,
          },
        ])
        .execute(),
    );
    await retention();
    const left = await asPlatform((tx) =>
      tx.selectFrom("outbox").select("id").where("id", "in", [old, young, waiting]).execute(),
    );
    expect(left.map(({ id }) => id).toSorted()).toEqual([young, waiting].toSorted());
  });

  test("removes staged bytes nobody took and keeps those that became a file", async () => {
    const [orphan, taken] = [newId("upload"), things.upload];
    const key = (id: string) => `uploads/${tenant.id}/${id}`;
    await asPlatform(async (tx) => {
      await tx
        .insertInto("uploads")
        .values({
          tenantId: tenant.id,
          id: orphan,
          purpose: "dataset",
          fileName: "a.md",
          mime: "text/markdown",
          bytes: 1,
          s3Key: key(orphan),
          status: "stored",
          expiresAt: sql<Date>`now() - interval '1 hour'`,
        })
        .execute();
      await tx
        .updateTable("uploads")
        .set({ expiresAt: sql<Date>`now() - interval '1 hour'` })
        .where("id", "=", taken)
        .execute();
    });
    const own = <T>(work: () => T) => as(machine(tenant.id), work);
    await own(() => Promise.all([put(key(orphan), "x", "text/markdown"), put(key(taken), "y", "text/markdown")]));
    await retention();
    expect(await own(() => get(key(orphan)))).toBeUndefined();
    expect(await own(() => get(key(taken)))).toBeDefined();
  });

  test("removes records past their age, a search with all it found, and nothing younger", async () => {
    const [old, young] = [newId("runChunk"), newId("runChunk")];
    const chunk = { tenantId: tenant.id, runId: things.run, delta: "x" };
    const asked = await searchedDaysAgo(401);
    const lately = await searchedDaysAgo(399);
    await asPlatform((tx) =>
      tx
        .insertInto("runChunks")
        .values([
          { ...chunk, id: old, seq: 901, createdAt: daysAgo(31) },
          { ...chunk, id: young, seq: 902, createdAt: daysAgo(29) },
        ])
        .execute(),
    );
    await retention();
    const left = await asPlatform(async (tx) => [
      ...(await tx.selectFrom("runChunks").select("id").where("id", "in", [old, young]).execute()),
      ...(await tx.selectFrom("retrievalLogs").select("id").where("id", "in", [asked, lately]).execute()),
    ]);
    expect(left.map(({ id }) => id)).toEqual([young, lately]);
  });

  test("is the only way in which a record goes: its trigger refuses to let a young one go, even to the platform", async () => {
    const young = await searchedDaysAgo(399);
    const removal = asPlatform((tx) => tx.deleteFrom("retrievalLogs").where("id", "=", young).execute());
    await expect(removal).rejects.toThrow("retrieval_logs is append-only: delete is refused");
    const forever = asPlatform((tx) => tx.deleteFrom("creditLedger").where("tenantId", "=", tenant.id).execute());
    await expect(forever).rejects.toThrow("permission denied");
  });
});

const daysAgo = (days: number) => sql<Date>`now() - make_interval(days => ${days})`;

async function searchedDaysAgo(days: number): Promise<string> {
  const id = newId("retrieval");
  const facts = { source: "sandbox", query: "beans", datasetIds: [things.dataset], mode: "hybrid", topK: 8 };
  const how = { denseWeight: 0.6, degraded: false, latencyMs: 1, embeddingModel: "offline-hash-384" };
  const scores = { rank: 1, recency: 1, importance: 1, fusedScore: 1, used: true };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("retrievalLogs")
      .values({ tenantId: tenant.id, id, ...facts, ...how, createdAt: daysAgo(days) })
      .execute();
    const found = { retrievalLogId: id, datasetChunkId: things.chunk, datasetFileId: things.datasetFile };
    await tx
      .insertInto("retrievalHits")
      .values({ tenantId: tenant.id, id: newId("retrievalHit"), ...found, ...scores, createdAt: daysAgo(days) })
      .execute();
  });
  return id;
}
