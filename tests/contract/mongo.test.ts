import { join } from "node:path";
import { type Collection, Long, MongoClient, MongoServerError, ObjectId } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startMongo } from "#localstack/services/mongo.ts";
import type { Service } from "#localstack/services/serve.ts";
import { spawnEmulator, startOnTakenPort, suiteDir, tearTail, tempDir } from "./emulator.ts";

const given = process.env["CONTRACT_MONGO_URL"];
let service: Service | undefined;
let client: MongoClient;
let entries: Collection<Entry>;

interface Entry {
  _id: string;
  tenantId: string;
  seq: number;
  at: Date;
  action: string;
  outboxId: string;
  tags?: string[];
}

function entry(tenantId: string, seq: number, more: Partial<Entry> = {}): Entry {
  const id = `${tenantId}-${seq}`;
  return {
    _id: id,
    tenantId,
    seq,
    at: new Date(1_700_000_000_000 + seq * 1_000),
    action: `a${seq % 3}`,
    outboxId: `o-${id}`,
    ...more,
  };
}

async function failure(work: Promise<unknown>): Promise<MongoServerError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MongoServerError)) throw new Error(`expected a server error, got ${String(error)}`);
  return error;
}

beforeAll(async () => {
  if (!given) {
    service = await startMongo({ port: 0, dataDir: suiteDir("mongo") });
  }
  client = await new MongoClient(given ?? service?.url ?? "").connect();
});

afterAll(async () => {
  await client.close();
  await service?.stop();
});

beforeEach(async () => {
  const db = client.db(`contract_${new ObjectId().toHexString()}`);
  entries = db.collection<Entry>("audit_logs");
  await entries.createIndex({ tenantId: 1, seq: 1 }, { unique: true });
  await entries.createIndex({ outboxId: 1 }, { unique: true });
  await entries.createIndex({ tenantId: 1, action: 1, at: -1 });
  return async () => {
    await db.dropDatabase();
  };
});

describe("writing", () => {
  test("a second document with a unique key is refused with code 11000, its key and its index", async () => {
    await entries.insertOne(entry("t1", 1));
    const error = await failure(entries.insertOne(entry("t1", 1, { _id: "other", outboxId: "other" })));
    expect(error.code).toBe(11000);
    expect(error["keyPattern"]).toEqual({ tenantId: 1, seq: 1 });
    expect(error["keyValue"]).toEqual({ tenantId: "t1", seq: 1 });
    expect(error.message).toContain("index: tenantId_1_seq_1 dup key");
    expect((await failure(entries.insertOne(entry("t1", 1)))).message).toMatch(
      /index: (_id_|tenantId_1_seq_1) dup key/,
    );
  });

  test("an ordered batch stops at the first duplicate, an unordered one goes on", async () => {
    await entries.insertOne(entry("t1", 2));
    const batch = (): Entry[] => [1, 2, 3].map((seq) => entry("t1", seq));
    const ordered = await failure(entries.insertMany(batch()));
    expect(ordered["result"].insertedCount).toBe(1);
    expect(await entries.countDocuments()).toBe(2);
    await entries.deleteOne({ seq: 1 });
    const unordered = await failure(entries.insertMany(batch(), { ordered: false }));
    expect(unordered["writeErrors"]).toHaveLength(1);
    expect(await entries.countDocuments()).toBe(3);
  });

  test("updates change, count, upsert and keep unique keys", async () => {
    await entries.insertMany([1, 2, 3].map((seq) => entry("t1", seq)));
    const changed = await entries.updateMany({ seq: { $gte: 2 } }, { $set: { action: "b" }, $push: { tags: "x" } });
    expect([changed.matchedCount, changed.modifiedCount]).toEqual([2, 2]);
    expect((await entries.updateOne({ seq: 2 }, { $set: { action: "b" } })).modifiedCount).toBe(0);
    const made = await entries.updateOne(
      { _id: "new", tenantId: "t2" },
      { $set: { seq: 1, outboxId: "n" }, $setOnInsert: { action: "made" } },
      { upsert: true },
    );
    expect(made.upsertedId).toBe("new");
    expect(await entries.findOne({ _id: "new" })).toEqual({
      _id: "new",
      tenantId: "t2",
      seq: 1,
      outboxId: "n",
      action: "made",
    });
    expect((await failure(entries.updateOne({ seq: 3 }, { $set: { seq: 2 } }))).code).toBe(11000);
    const after = await entries.findOneAndUpdate({ seq: 3 }, { $inc: { seq: 10 } }, { returnDocument: "after" });
    expect(after?.seq).toBe(13);
    expect((await entries.findOneAndDelete({ seq: 13 }))?._id).toBe("t1-3");
    expect((await entries.replaceOne({ seq: 1 }, entry("t1", 7, { _id: "t1-1" }))).modifiedCount).toBe(1);
    expect((await entries.deleteMany({ tenantId: "t1" })).deletedCount).toBe(2);
  });

  test("an unknown update operator and a changed _id are refused", async () => {
    await entries.insertOne(entry("t1", 1));
    expect((await failure(entries.updateOne({}, { $explode: { a: 1 } } as object))).code).toBe(9);
    expect((await failure(entries.updateOne({}, { $set: { _id: "z" } }))).code).toBe(66);
  });

  test("a document that breaks the collection's schema is refused with code 121", async () => {
    const db = client.db(entries.dbName);
    const properties = {
      tenantId: { bsonType: "string" },
      seq: { bsonType: "long", minimum: 1 },
      at: { bsonType: "date" },
    };
    const required = ["tenantId", "seq", "at"];
    const validator = { $jsonSchema: { bsonType: "object", required, properties } };
    const strict = await db.createCollection("strict", { validator });
    const at = new Date();
    await strict.insertOne({ tenantId: "t", seq: Long.fromNumber(1), at });
    for (const bad of [
      { tenantId: "t", seq: 1, at },
      { tenantId: 4, seq: Long.ONE, at },
      { tenantId: "t", at },
      { tenantId: "t", seq: Long.ZERO, at },
    ]) {
      const error = await failure(strict.insertOne({ ...bad }));
      expect(error.code).toBe(121);
      expect(error["errInfo"]?.["details"]["operatorName"]).toBe("$jsonSchema");
    }
    expect((await failure(strict.updateOne({}, { $set: { at: "now" } }))).code).toBe(121);
    expect((await failure(db.createCollection("strict"))).code).toBe(48);
    await db.command({ collMod: "strict", validator: {} });
    await strict.insertOne({ anything: 1 });
    expect((await failure(db.createCollection("odd", { validator: { $jsonSchema: { format: "x" } } }))).code).toBe(9);
  });
});

describe("reading", () => {
  beforeEach(async () => {
    await entries.insertMany(Array.from({ length: 500 }, (_, i) => entry(`t${i % 5}`, Math.floor(i / 5) + 1)));
  });

  test("a page by tenant and sequence comes in order and looks only at its own documents", async () => {
    const cursor = entries
      .find({ tenantId: "t2", seq: { $gte: 40 } })
      .sort({ seq: 1 })
      .limit(10);
    const page = await cursor.toArray();
    expect(page.map((doc) => doc.seq)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    const plan = await cursor.explain("executionStats");
    expect(plan["executionStats"].totalDocsExamined).toBe(10);
    const byOutbox = await entries.find({ outboxId: "o-t3-7" }).explain("executionStats");
    expect(byOutbox["executionStats"].totalDocsExamined).toBe(1);
  });

  test("descending pages by an index on three fields are right", async () => {
    const page = await entries.find({ tenantId: "t1", action: "a0" }).sort({ at: -1 }).skip(2).limit(3).toArray();
    expect(page.map((doc) => doc.seq)).toEqual([93, 90, 87]);
  });

  test("a cursor gives every document once over many batches", async () => {
    const seen = new Set<string>();
    for await (const doc of entries.find({}, { batchSize: 7 })) seen.add(doc._id);
    expect(seen.size).toBe(500);
  });

  test("filters, projections and sorts on several fields work together", async () => {
    const found = await entries
      .find({
        $or: [
          { tenantId: "t0", seq: { $in: [1, 2] } },
          { action: /^a2$/, seq: { $lt: 3 } },
        ],
      })
      .sort({ seq: -1, tenantId: 1 })
      .project({ _id: 0, tenantId: 1, seq: 1 })
      .toArray();
    expect(found[0]).toEqual({ tenantId: "t0", seq: 2 });
    expect(found).toHaveLength(6);
    expect(await entries.distinct("action", { seq: { $lte: 2 } })).toEqual(expect.arrayContaining(["a1", "a2"]));
  });

  test("counts and aggregations agree", async () => {
    expect(await entries.countDocuments({ tenantId: "t4" })).toBe(100);
    expect(await entries.estimatedDocumentCount()).toBe(500);
    const groups = await entries
      .aggregate([
        { $match: { tenantId: { $in: ["t0", "t1"] } } },
        { $group: { _id: "$tenantId", n: { $sum: 1 }, last: { $max: "$at" } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(groups).toEqual([
      { _id: "t0", n: 100, last: new Date(1_700_000_100_000) },
      { _id: "t1", n: 100, last: new Date(1_700_000_100_000) },
    ]);
    const error = await failure(entries.aggregate([{ $conjure: {} }]).toArray());
    expect(error.code).toBe(40324);
  });

  test("an unknown operator, command or cursor is refused", async () => {
    expect((await failure(entries.find({ seq: { $almost: 3 } } as object).toArray())).code).toBe(2);
    const db = client.db(entries.dbName);
    expect((await failure(db.command({ conjure: 1 }))).code).toBe(59);
    expect((await failure(db.command({ getMore: Long.fromNumber(987_654), collection: "audit_logs" }))).code).toBe(43);
  });

  test("numbers keep the type they were stored with", async () => {
    const typed = client.db(entries.dbName).collection("typed");
    await typed.insertOne({ l: Long.fromNumber(5), d: 1.5 });
    await typed.updateOne({}, { $inc: { l: 1 } });
    const [stored] = await typed.find({ l: { $type: "long" } }, { promoteLongs: false }).toArray();
    expect(stored?.["l"]).toEqual(Long.fromNumber(6));
  });
});

test("indexes are listed, dropped and refused on duplicates", async () => {
  expect((await entries.indexes()).map((index) => index.name)).toEqual([
    "_id_",
    "tenantId_1_seq_1",
    "outboxId_1",
    "tenantId_1_action_1_at_-1",
  ]);
  await entries.dropIndex("outboxId_1");
  expect((await failure(entries.dropIndex("outboxId_1"))).code).toBe(27);
  await entries.insertMany([entry("t1", 1, { outboxId: "same" }), entry("t1", 2, { outboxId: "same" })]);
  expect((await failure(entries.createIndex({ outboxId: 1 }, { unique: true }))).code).toBe(11000);
});

test("documents whose time to live has passed disappear", { timeout: 90_000 }, async () => {
  const drafts = client.db(entries.dbName).collection("drafts");
  await drafts.createIndex({ endsAt: 1 }, { expireAfterSeconds: 0 });
  await drafts.insertMany([{ endsAt: new Date(Date.now() - 1_000) }, { endsAt: new Date(Date.now() + 600_000) }]);
  await expect.poll(() => drafts.countDocuments(), { timeout: 80_000 }).toBe(1);
});

describe.runIf(!given)("the emulator's durability", () => {
  test("what was answered survives kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const first = await spawnEmulator("mongo", dataDir);
    const writer = await new MongoClient(first.url).connect();
    const collection = writer.db("audit").collection<Entry>("audit_logs");
    await collection.createIndex({ tenantId: 1, seq: 1 }, { unique: true });
    await collection.insertMany([1, 2, 3].map((seq) => entry("t1", seq)));
    await collection.deleteOne({ seq: 2 });
    await first.end("SIGKILL");
    await writer.close();
    tearTail(join(dataDir, "mongo.journal"));

    const second = await spawnEmulator("mongo", dataDir);
    const reader = await new MongoClient(second.url).connect();
    const again = reader.db("audit").collection<Entry>("audit_logs");
    expect(await again.find().sort({ seq: 1 }).toArray()).toEqual([entry("t1", 1), entry("t1", 3)]);
    expect((await failure(again.insertOne(entry("t1", 3, { _id: "x", outboxId: "x" })))).code).toBe(11000);
    await again.insertOne(entry("t1", 4));
    await reader.close();
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("a taken port is one clear sentence and exit code 1", async () => {
    const { code, stderr } = await startOnTakenPort("mongo");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mongo cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
