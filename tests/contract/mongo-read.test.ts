import { type Collection, Long } from "mongodb";
import { beforeEach, describe, expect, test } from "vitest";
import { collection, db, type Entry, entry, failure } from "./mongo-client.ts";

let entries: Collection<Entry>;

beforeEach(async () => {
  entries = collection<Entry>("audit_logs");
  await entries.createIndexes([
    { key: { tenantId: 1, seq: 1 }, unique: true },
    { key: { outboxId: 1 }, unique: true },
    { key: { tenantId: 1, action: 1, at: -1 } },
  ]);
  await entries.insertMany(Array.from({ length: 300 }, (_, i) => entry(`t${i % 5}`, Math.floor(i / 5) + 1)));
});

describe("finding", () => {
  test("a page by tenant and number comes in order and looks only at its own documents", async () => {
    const cursor = entries.find({ tenantId: "t2", seq: { $gte: 40 } });
    const page = await cursor.clone().sort({ seq: 1 }).limit(10).toArray();
    expect(page.map((doc) => doc.seq)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    const plan = await cursor.clone().sort({ seq: 1 }).limit(10).explain("executionStats");
    expect(plan["executionStats"].totalDocsExamined).toBe(10);
  });

  test("a unique key finds its one document by looking at one", async () => {
    const byOutbox = await entries.find({ outboxId: "o-t3-7" }).explain("executionStats");
    expect(byOutbox["executionStats"].totalDocsExamined).toBe(1);
  });

  test("descending pages by an index on three fields are right", async () => {
    const page = await entries.find({ tenantId: "t1", action: "a0" }).sort({ at: -1 }).skip(2).limit(3).toArray();
    expect(page.map((doc) => doc.seq)).toEqual([54, 51, 48]);
  });

  test("filters, projections and sorts on several fields work together", async () => {
    const either = [
      { tenantId: "t0", seq: { $in: [1, 2] } },
      { action: /^a2$/, seq: { $lt: 3 } },
    ];
    const found = await entries
      .find({ $or: either })
      .sort({ seq: -1, tenantId: 1 })
      .project({ _id: 0, tenantId: 1, seq: 1 })
      .toArray();
    expect(found[0]).toEqual({ tenantId: "t0", seq: 2 });
    expect(found).toHaveLength(6);
  });

  test("findOne without a match is null, in a collection that is not there too", async () => {
    expect(await entries.findOne({ seq: -1 })).toBeNull();
    expect(await collection("nothing").findOne({})).toBeNull();
  });

  test("a hint that names no index is refused with code 2", async () => {
    expect((await failure(entries.find({}).hint("nothing").toArray())).code).toBe(2);
    expect(await entries.find({ outboxId: "o-t1-1" }).hint({ outboxId: 1 }).toArray()).toHaveLength(1);
  });

  test.each([
    ["skip", { skip: -1 }],
    ["limit", { limit: -1 }],
    ["batchSize", { batchSize: -1 }],
  ])("a negative %s is refused with code 51024", async (_name, options) => {
    const error = await failure(db.command({ find: "audit_logs", ...options }));
    expect(error.code).toBe(51024);
  });

  test("a filter that is no document is refused with code 14", async () => {
    const error = await failure(db.command({ find: "audit_logs", filter: "all" }));
    expect([error.code, error.codeName]).toEqual([14, "TypeMismatch"]);
  });

  test.each([{ seq: 2 }, { seq: 0 }])("a sort direction that is none is refused: %j", async (sort) => {
    expect((await failure(db.command({ find: "audit_logs", sort }))).code).toBe(15975);
  });
});

describe("a cursor", () => {
  test("gives every document once over many batches", async () => {
    const seen = new Set<string>();
    for await (const doc of entries.find({}, { batchSize: 7 })) seen.add(doc._id);
    expect(seen.size).toBe(300);
  });

  test("without a batch size starts with 101 documents", async () => {
    const { cursor } = await db.command({ find: "audit_logs" });
    expect(cursor.firstBatch).toHaveLength(101);
    expect(cursor.ns).toBe(`${db.databaseName}.audit_logs`);
    const next = await db.command({ getMore: cursor.id, collection: "audit_logs", batchSize: 150 });
    expect(next["cursor"].nextBatch).toHaveLength(150);
    const last = await db.command({ getMore: cursor.id, collection: "audit_logs" });
    expect(last["cursor"].nextBatch).toHaveLength(49);
    expect(Number(last["cursor"].id)).toBe(0);
  });

  test("of batch size 0 is open and empty at first", async () => {
    const { cursor } = await db.command({ find: "audit_logs", batchSize: 0 });
    expect(cursor.firstBatch).toEqual([]);
    const next = await db.command({ getMore: cursor.id, collection: "audit_logs", batchSize: 2 });
    expect(next["cursor"].nextBatch).toHaveLength(2);
  });

  test("of a single batch is closed at once", async () => {
    const { cursor } = await db.command({ find: "audit_logs", batchSize: 2, singleBatch: true });
    expect([cursor.firstBatch.length, Number(cursor.id)]).toEqual([2, 0]);
  });

  test("that was closed answers code 43", async () => {
    const { cursor } = await db.command({ find: "audit_logs", batchSize: 2 });
    const killed = await db.command({ killCursors: "audit_logs", cursors: [cursor.id] });
    expect(killed["cursorsKilled"]).toEqual([cursor.id]);
    const error = await failure(db.command({ getMore: cursor.id, collection: "audit_logs" }));
    expect([error.code, error.codeName]).toEqual([43, "CursorNotFound"]);
  });

  test("that never was answers code 43, and closing it says so", async () => {
    const id = Long.fromNumber(987_654);
    expect((await failure(db.command({ getMore: id, collection: "audit_logs" }))).code).toBe(43);
    const killed = await db.command({ killCursors: "audit_logs", cursors: [id] });
    expect(Number(killed["cursorsNotFound"][0])).toBe(987_654);
  });

  test("asked for under another collection answers code 13", async () => {
    const { cursor } = await db.command({ find: "audit_logs", batchSize: 2 });
    expect((await failure(db.command({ getMore: cursor.id, collection: "things" }))).code).toBe(13);
  });

  test("ends after its limit, whatever its batches", async () => {
    expect(await entries.find({}, { batchSize: 10 }).limit(25).toArray()).toHaveLength(25);
    expect(await entries.find({}, { batchSize: 10 }).skip(290).toArray()).toHaveLength(10);
  });

  test("gives what was there at its start exactly once while others insert", async () => {
    const before = new Set((await entries.find().toArray()).map((doc) => doc._id));
    const seen: string[] = [];
    let seq = 1_000;
    for await (const doc of entries.find({}, { batchSize: 13 }).sort({ tenantId: 1, seq: 1 })) {
      seen.push(doc._id);
      if (seen.length % 20 === 0) await entries.insertMany([entry("t0", seq++), entry("t4", seq++)]);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([...before].filter((id) => !seen.includes(id))).toEqual([]);
    expect(await entries.countDocuments()).toBeGreaterThan(320);
  });
});

describe("a projection", () => {
  beforeEach(async () => {
    await collection().insertOne({ _id: 1, a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }, 3, { y: 4 }], z: 9 } as object);
  });

  test.each([
    [{ a: 1 }, { _id: 1, a: { b: 1, c: 2 } }],
    [{ a: 1, _id: 0 }, { a: { b: 1, c: 2 } }],
    [{ _id: 1 }, { _id: 1 }],
    [{ _id: 0 }, { a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }, 3, { y: 4 }], z: 9 }],
    [{ "a.b": 1 }, { _id: 1, a: { b: 1 } }],
    [{ a: { c: 1 } }, { _id: 1, a: { c: 2 } }],
    [
      { "list.y": 0, a: 0 },
      { _id: 1, list: [{ x: 1 }, 3, {}], z: 9 },
    ],
    [{ "list.y": 1 }, { _id: 1, list: [{ y: 2 }, { y: 4 }] }],
    [{ missing: 1 }, { _id: 1 }],
    [{ sum: { $add: ["$z", 1] } }, { _id: 1, sum: 10 }],
    [{ list: { $slice: 1 } }, { _id: 1, a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }], z: 9 }],
    [
      { z: 1, list: { $elemMatch: { y: 4 } } },
      { _id: 1, list: [{ y: 4 }], z: 9 },
    ],
  ])("%j", async (projection, expected) => {
    expect(await collection().findOne({}, { projection })).toEqual(expected);
  });

  test.each([
    [{ a: 1, z: 0 }, 31254],
    [{ a: 0, z: 1 }, 31253],
    [{ a: 1, "a.b": 1 }, 31249],
  ])("%j is refused", async (projection, code) => {
    expect((await failure(collection().find({}, { projection }).toArray())).code).toBe(code);
  });
});
