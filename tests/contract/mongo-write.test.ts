import { type Collection, ObjectId } from "mongodb";
import { beforeEach, describe, expect, test } from "vitest";
import { collection, db, type Entry, entry, failure } from "./mongo-client.ts";

let entries: Collection<Entry>;

beforeEach(async () => {
  entries = collection<Entry>("audit_logs");
  await entries.createIndexes([
    { key: { tenantId: 1, seq: 1 }, unique: true },
    { key: { outboxId: 1 }, unique: true },
  ]);
});

describe("inserting", () => {
  test("a document without an _id gets one, first among its fields", async () => {
    const { insertedId } = await collection().insertOne({ a: 1 });
    const stored = await collection().findOne({ a: 1 });
    expect(stored).toEqual({ _id: insertedId, a: 1 });
    expect(Object.keys(stored ?? {})).toEqual(["_id", "a"]);
    expect(insertedId).toBeInstanceOf(ObjectId);
  });

  test("a second document with a unique key is refused with code 11000, its key and its index", async () => {
    await entries.insertOne(entry("t1", 1));
    const error = await failure(entries.insertOne(entry("t1", 1, { _id: "other", outboxId: "other" })));
    expect(error.code).toBe(11000);
    expect(error["keyPattern"]).toEqual({ tenantId: 1, seq: 1 });
    expect(error["keyValue"]).toEqual({ tenantId: "t1", seq: 1 });
    expect(error.message).toBe(
      `E11000 duplicate key error collection: ${db.databaseName}.audit_logs index: tenantId_1_seq_1 dup key: { tenantId: "t1", seq: 1 }`,
    );
  });

  test("a second document with the same _id is refused by the index on _id", async () => {
    await collection<{ _id: number }>().insertOne({ _id: 7 });
    const error = await failure(collection<{ _id: number }>().insertOne({ _id: 7 }));
    expect(error.message).toContain("index: _id_ dup key: { _id: 7 }");
    expect(error["keyPattern"]).toEqual({ _id: 1 });
  });

  test("an ordered batch stops at the first duplicate and says which it was", async () => {
    await entries.insertOne(entry("t1", 2));
    const error = await failure(entries.insertMany([1, 2, 3].map((seq) => entry("t1", seq))));
    expect(error["result"].insertedCount).toBe(1);
    expect(error["writeErrors"]).toMatchObject([{ code: 11000, index: 1 }]);
    expect(await entries.countDocuments()).toBe(2);
  });

  test("an unordered batch goes on after each failure and lists them all", async () => {
    await entries.insertMany([entry("t1", 2), entry("t1", 4)]);
    const batch = [1, 2, 3, 4, 5].map((seq) => entry("t1", seq));
    const error = await failure(entries.insertMany(batch, { ordered: false }));
    expect(error["writeErrors"].map((one: { index: number }) => one.index)).toEqual([1, 3]);
    expect(await entries.countDocuments()).toBe(5);
  });

  test("an empty batch is refused with code 16", async () => {
    const error = await failure(db.command({ insert: "things", documents: [] }));
    expect([error.code, error.codeName]).toEqual([16, "InvalidLength"]);
  });

  test.each([
    ["a list", [1]],
    ["a regular expression", /x/],
  ])("%s as _id is refused with code 53", async (_what, _id) => {
    const error = await failure(collection().insertOne({ _id } as object));
    expect(error.code).toBe(53);
  });

  test("an _id with a field that starts with a dollar is refused with code 52", async () => {
    const error = await failure(collection().insertOne({ _id: { $a: 1 } } as object));
    expect(error.code).toBe(52);
  });

  test("validation that is not passed over may be asked for by name", async () => {
    await collection().insertOne({ a: 1 }, { bypassDocumentValidation: false });
    expect(await collection().countDocuments()).toBe(1);
  });

  test("thousands of documents in one call arrive whole and in order", async () => {
    const documents = Array.from({ length: 5_000 }, (_, n) => ({ n, text: "x".repeat(50) }));
    expect((await collection().insertMany(documents)).insertedCount).toBe(5_000);
    const stored = await collection().find().toArray();
    expect(stored.map((one) => one["n"])).toEqual(documents.map((one) => one.n));
  });

  test("a write nobody waits for is done all the same", async () => {
    await collection().insertOne({ a: 1 }, { writeConcern: { w: 0 } });
    await expect.poll(() => collection().countDocuments({ a: 1 })).toBe(1);
  });

  test("a write that asks to be on the disk is acknowledged", async () => {
    const { acknowledged } = await collection().insertOne({ a: 1 }, { writeConcern: { w: 1, journal: true } });
    expect(acknowledged).toBe(true);
  });

  test("an explicit session writes and reads", async () => {
    const session = db.client.startSession();
    await collection().insertOne({ a: 1 }, { session });
    expect(await collection().findOne({ a: 1 }, { session })).toMatchObject({ a: 1 });
    await session.endSession();
  });
});

describe("changing", () => {
  beforeEach(async () => {
    await entries.insertMany([1, 2, 3].map((seq) => entry("t1", seq)));
  });

  test("updateMany counts what it met and what it changed", async () => {
    const changed = await entries.updateMany({ seq: { $gte: 2 } }, { $set: { action: "b" }, $push: { tags: "x" } });
    expect([changed.matchedCount, changed.modifiedCount]).toEqual([2, 2]);
    expect((await entries.updateOne({ seq: 2 }, { $set: { action: "b" } })).modifiedCount).toBe(0);
  });

  test("an upsert starts from the equalities of its filter", async () => {
    const made = await entries.updateOne(
      { _id: "new", tenantId: "t2" },
      { $set: { seq: 1, outboxId: "n" }, $setOnInsert: { action: "made" } },
      { upsert: true },
    );
    expect([made.upsertedId, made.upsertedCount, made.matchedCount]).toEqual(["new", 1, 0]);
    const stored = await entries.findOne({ _id: "new" });
    expect(stored).toEqual({ _id: "new", tenantId: "t2", seq: 1, outboxId: "n", action: "made" });
  });

  test("a change that would break a unique key is refused and leaves the document", async () => {
    expect((await failure(entries.updateOne({ seq: 3 }, { $set: { seq: 2 } }))).code).toBe(11000);
    expect(await entries.countDocuments({ seq: 3 })).toBe(1);
  });

  test("findOneAndUpdate gives the document before or after", async () => {
    expect((await entries.findOneAndUpdate({ seq: 3 }, { $inc: { seq: 10 } }))?.seq).toBe(3);
    const after = await entries.findOneAndUpdate({ seq: 13 }, { $inc: { seq: 1 } }, { returnDocument: "after" });
    expect(after?.seq).toBe(14);
    expect(await entries.findOneAndUpdate({ seq: 99 }, { $inc: { seq: 1 } })).toBeNull();
  });

  test("findOneAndDelete takes the first by its sort", async () => {
    expect((await entries.findOneAndDelete({ tenantId: "t1" }, { sort: { seq: -1 } }))?._id).toBe("t1-3");
    expect(await entries.countDocuments()).toBe(2);
  });

  test("a replacement keeps the _id and nothing else", async () => {
    const { _id: _kept, ...rest } = entry("t9", 9);
    expect((await entries.replaceOne({ seq: 1 }, rest)).modifiedCount).toBe(1);
    expect(await entries.findOne({ _id: "t1-1" })).toEqual({ _id: "t1-1", ...rest });
  });

  test("deleteOne takes one, deleteMany all", async () => {
    expect((await entries.deleteOne({ tenantId: "t1" })).deletedCount).toBe(1);
    expect((await entries.deleteMany({ tenantId: "t1" })).deletedCount).toBe(2);
    expect((await entries.deleteMany({ tenantId: "t1" })).deletedCount).toBe(0);
  });

  test("a bulk of several kinds reports each", async () => {
    const result = await entries.bulkWrite([
      { insertOne: { document: entry("t1", 4) } },
      { updateOne: { filter: { seq: 1 }, update: { $set: { action: "z" } } } },
      { deleteOne: { filter: { seq: 2 } } },
    ]);
    expect([result.insertedCount, result.modifiedCount, result.deletedCount]).toEqual([1, 1, 1]);
  });

  test("an unknown update operator is refused with code 9", async () => {
    expect((await failure(entries.updateOne({}, { $explode: { a: 1 } } as object))).code).toBe(9);
  });

  test("a changed _id is refused with code 66", async () => {
    const error = await failure(entries.updateOne({}, { $set: { _id: "z" } }));
    expect([error.code, error.message]).toEqual([
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ]);
  });
});

describe("write concern", () => {
  test("more members than there are is an error beside the done write", async () => {
    const hello = await db.command({ hello: 1 });
    if (!hello["setName"]) return;
    const writeConcern = { w: 2, wtimeout: 200 };
    const reply = await db
      .command({ insert: "things", documents: [{ _id: 1 }], writeConcern })
      .catch((error) => error.result);
    expect(reply).toMatchObject({ n: 1, ok: 1, writeConcernError: { code: 100 } });
    expect(await collection().countDocuments()).toBe(1);
  });
});
