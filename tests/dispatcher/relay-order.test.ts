import { MongoClient } from "mongodb";
import { afterAll, describe, expect, test } from "vitest";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { livePublisher } from "#functions/dispatcher/relay/live.ts";
import { close as closeAudit, list, verify } from "#platform/audit.ts";
import { prepare } from "#platform/audit-build.ts";
import { asPlatform } from "#platform/db.ts";
import { since } from "#platform/live.ts";
import { redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import { closeStores } from "#tests/support/close.ts";
import { entry, event, type OutboxRow, platformEvent, undelivered, writeOutbox } from "#tests/support/outbox.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { eventsOf, headOf, labelsOf, threeTenants } from "./three-tenants.ts";

// Stores of their own: this relay must not carry what other tests wrote.
const cloud = ownCloud();
const tenants = threeTenants();
afterAll(closeStores);

const write = (...rows: OutboxRow[]) => writeOutbox(tenants()[0], rows);

describe("live events", () => {
  test("are numbered per tenant without gaps and appended in that order", async () => {
    const [a = "", b = ""] = tenants();
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
    const [a = ""] = tenants();
    const publisher = livePublisher();
    await write(event(1, a), event(2, a));
    await publisher.drain();
    await redis().flushdb();
    await write(event(3, a));
    await (renewed ? livePublisher() : publisher).drain();
    expect((await since(a, 0)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("of the platform stand in a stream of their own, numbered upwards also when Redis lost it", async () => {
    const [a = ""] = tenants();
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
    const [a = "", b = ""] = tenants();
    await write({ ...event(1, a), name: "no:such" }, event(2, a), event(3, b));
    await livePublisher().drain();
    expect(await since(a, 0)).toEqual([]);
    expect(labelsOf(await since(b, 0))).toEqual(["brq_3"]);
  });
});

describe("the audit log", () => {
  test("chains entries per tenant in order, platform entries in a chain of their own", async () => {
    const [a = "", b = ""] = tenants();
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
    const [a = ""] = tenants();
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
    const [a = ""] = tenants();
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
    const [a = ""] = tenants();
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
    const [a = "", b = ""] = tenants();
    await write(entry(1, a), { ...entry(2, a), name: "no.such_action" }, entry(3, a), entry(4, b));
    await relayAudit();
    expect(await verify(a)).toMatchObject({ ok: true, checkedTo: 1 });
    expect(await verify(b)).toMatchObject({ ok: true, checkedTo: 1 });
    expect(await undelivered()).toBe(2);
  });
});
