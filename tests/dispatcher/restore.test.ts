import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { verifyChain } from "#core/audit/chain.ts";
import { buryRow } from "#functions/dispatcher/dead-letters.ts";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { relayJobs } from "#functions/dispatcher/relay/jobs.ts";
import { livePublisher } from "#functions/dispatcher/relay/live.ts";
import { root } from "#localstack/paths.ts";
import { list } from "#platform/audit.ts";
import { asPlatform } from "#platform/db.ts";
import { append, since } from "#platform/live.ts";
import { known } from "#platform/queue.ts";
import { redis } from "#platform/redis.ts";
import { auditCollection } from "#schema/audit-store.ts";
import { newId } from "#schema/ids.ts";
import { closeStores } from "#tests/support/close.ts";
import { entry, event, undelivered, writeOutbox } from "#tests/support/outbox.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { addTenant, headOf } from "./three-tenants.ts";

// What docs/deploy/restore.md promises of stores that came back older than the others.
const cloud = ownCloud();
let mongo: MongoClient;
let tenantId = "";

beforeAll(async () => {
  mongo = await MongoClient.connect(cloud().env["MONGODB_ADMIN_URI"] ?? "");
});

beforeEach(async () => {
  tenantId = await addTenant();
});

afterAll(async () => {
  await mongo.close();
  await closeStores();
});

const subjects = async () => (await list(tenantId, {}, 10)).map(({ subject }) => subject.id).reverse();

test("a database older than the audit log finds the chain whole, and goes on after it", async () => {
  await writeOutbox(tenantId, [entry(1)]);
  await relayAudit();
  const restored = await headOf(tenantId);
  const lost = await writeOutbox(tenantId, [entry(2), entry(3)]);
  await relayAudit();
  await asPlatform(async (tx) => {
    await tx.updateTable("auditHeads").set(restored).where("chain", "=", tenantId).execute();
    await tx.deleteFrom("outbox").where("id", "in", lost).execute();
  });

  expect(await verifyChain(tenantId)).toMatchObject({ ok: true, checkedTo: 3 });
  await writeOutbox(tenantId, [entry(4)]);
  await relayAudit();
  expect(await subjects()).toEqual(["apr_1", "apr_2", "apr_3", "apr_4"]);
  expect(await verifyChain(tenantId)).toMatchObject({ ok: true, checkedTo: 4 });
});

test("an audit log older than the database is told of, and gets its entries back from the outbox", async () => {
  await writeOutbox(
    tenantId,
    [1, 2, 3, 4].map((n) => entry(n)),
  );
  await relayAudit();
  const log = mongo.db().collection(auditCollection);
  await log.deleteMany({ tenantId, seq: { $gt: 2 } });
  expect(await verifyChain(tenantId)).toMatchObject({ ok: false, reason: "entries 3 to 4 are missing at the end" });

  const kept = await log.find({ tenantId }).sort({ seq: 1 }).toArray();
  const tip = kept.at(-1);
  const ids = kept.map(({ outboxId }) => String(outboxId));
  await asPlatform(async (tx) => {
    await sql`update audit_heads set last_seq = ${tip?.["seq"]}, last_hash = ${tip?.["hash"]} where chain = ${tenantId}`.execute(
      tx,
    );
    await sql`update outbox set delivered_at = null
      where kind = 'audit' and tenant_id = ${tenantId} and id <> all (${ids})`.execute(tx);
  });
  await relayAudit();
  expect(await subjects()).toEqual(["apr_1", "apr_2", "apr_3", "apr_4"]);
  expect(await verifyChain(tenantId)).toMatchObject({ ok: true, checkedTo: 4 });
  expect(await undelivered()).toBe(0);
});

test("live streams newer than the database swallow events until Redis is emptied", async () => {
  const publisher = livePublisher();
  const ahead = {
    tenantId,
    type: "request:updated",
    at: new Date().toISOString(),
    data: { id: "brq_0", status: "s" },
  } as const;
  for (const seq of [1, 2, 3]) await append({ ...ahead, seq });
  await writeOutbox(tenantId, [event(1)]);
  await publisher.drain();
  expect((await since(tenantId, 0)).map(({ data }) => data["id"])).toEqual(["brq_0", "brq_0", "brq_0"]);

  await redis().flushall();
  publisher.distrust();
  await publisher.drain();
  expect((await since(tenantId, 0)).map(({ seq, data }) => [seq, data["id"]])).toEqual([[1, "brq_1"]]);
});

test("the platform's login may make the statements of the pages, and a letter driven again is an order once more", async () => {
  await buryRow({
    queue: "search__sync",
    jobId: newId("outbox"),
    tenantId,
    payload: { actor: "system:test", tenantId, data: { collection: "blogs", entityId: "blg_1" } },
    actor: "system:test",
    attempts: 4,
    firstFailedAt: new Date(),
    failure: { code: "function_error", reason: "It threw." },
  });
  const pages = ["restore.md", "operate.md"].map((name) => readFileSync(join(root, "docs/deploy", name), "utf8"));
  const blocks = pages.flatMap((page) => [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, block = ""]) => block));
  const statements = blocks
    .join("\n")
    .replaceAll(/^--.*$/gm, "")
    .split(";")
    .filter((text) => text.trim() !== "");
  expect(statements).toHaveLength(6);
  await asPlatform(async (tx) => {
    for (const statement of statements) await sql.raw(statement).execute(tx);
  });
  const orders = await asPlatform((tx) =>
    tx.selectFrom("outbox").select(["id", "name"]).where("tenantId", "=", tenantId).execute(),
  );
  expect(orders.map(({ name }) => name)).toEqual(["search__sync"]);
  await relayJobs(new Map());
  expect(await known("search__sync", orders[0]?.id ?? "")).toBe(true);
});
