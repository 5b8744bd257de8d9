import { beforeEach, describe, expect, test } from "vitest";
import { collection, db, failure } from "./mongo-client.ts";

describe("indexes", () => {
  beforeEach(async () => {
    await collection().createIndexes([
      { key: { tenantId: 1, seq: 1 }, unique: true },
      { key: { outboxId: 1 }, unique: true },
      { key: { tenantId: 1, at: -1 } },
    ]);
  });

  test("are listed with their keys and options, the one on _id first", async () => {
    expect(await collection().indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: "_id_" },
      { v: 2, key: { tenantId: 1, seq: 1 }, name: "tenantId_1_seq_1", unique: true },
      { v: 2, key: { outboxId: 1 }, name: "outboxId_1", unique: true },
      { v: 2, key: { tenantId: 1, at: -1 }, name: "tenantId_1_at_-1" },
    ]);
  });

  test("made again are no error and no second index", async () => {
    expect(await collection().createIndex({ outboxId: 1 }, { unique: true })).toBe("outboxId_1");
    expect(await collection().indexes()).toHaveLength(4);
  });

  test("are dropped by name, by key and all at once", async () => {
    await collection().dropIndex("outboxId_1");
    expect((await failure(collection().dropIndex("outboxId_1"))).code).toBe(27);
    await db.command({ dropIndexes: "things", index: { tenantId: 1, at: -1 } });
    await collection().dropIndexes();
    expect((await collection().indexes()).map((index) => index.name)).toEqual(["_id_"]);
  });

  test("the one on _id cannot be dropped", async () => {
    expect((await failure(collection().dropIndex("_id_"))).code).toBe(72);
  });

  test("the name of another key is refused with code 86", async () => {
    const error = await failure(collection().createIndex({ other: 1 }, { name: "outboxId_1" }));
    expect([error.code, error.codeName]).toEqual([86, "IndexKeySpecsConflict"]);
  });

  test("the same key under another name is refused with code 85", async () => {
    const error = await failure(collection().createIndex({ outboxId: 1 }, { name: "again", unique: true }));
    expect([error.code, error.codeName]).toEqual([85, "IndexOptionsConflict"]);
  });

  test("a unique one over duplicates is refused with code 11000 and not made", async () => {
    await collection().insertMany([
      { k: 1, outboxId: "a", seq: 1 },
      { k: 1, outboxId: "b", seq: 2 },
    ]);
    expect((await failure(collection().createIndex({ k: 1 }, { unique: true }))).code).toBe(11000);
    expect(await collection().indexes()).toHaveLength(4);
  });

  test("of a collection that is not there are refused with code 26", async () => {
    expect((await failure(collection("nothing").listIndexes().toArray())).code).toBe(26);
  });
});

describe("a unique key", () => {
  test("holds one document without the field, as if it were null", async () => {
    await collection().createIndex({ k: 1 }, { unique: true });
    await collection().insertOne({ a: 1 });
    expect((await failure(collection().insertOne({ k: null }))).code).toBe(11000);
  });

  test("that is sparse holds any number without the field", async () => {
    await collection().createIndex({ k: 1 }, { unique: true, sparse: true });
    await collection().insertMany([{ a: 1 }, { a: 2 }, { k: 1 }]);
    expect((await failure(collection().insertOne({ k: 1 }))).code).toBe(11000);
    expect(
      await collection()
        .find({ k: { $exists: false } })
        .toArray(),
    ).toHaveLength(2);
  });

  test("that is partial counts only the documents it is about", async () => {
    await collection().createIndex({ k: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await collection().insertMany([{ k: 1, open: true }, { k: 1, open: false }, { k: 1 }]);
    expect((await failure(collection().insertOne({ k: 1, open: true }))).code).toBe(11000);
  });

  test("over an array holds each of its elements once among documents", async () => {
    await collection().createIndex({ tags: 1 }, { unique: true });
    await collection().insertOne({ tags: ["a", "b", "a"] });
    expect((await failure(collection().insertOne({ tags: ["c", "b"] }))).code).toBe(11000);
  });

  test("inside a document is compared whole", async () => {
    await collection().createIndex({ "a.b": 1 }, { unique: true });
    await collection().insertMany([{ a: { b: { x: 1, y: 2 } } }, { a: { b: { y: 2, x: 1 } } }]);
    expect((await failure(collection().insertOne({ a: { b: { x: 1, y: 2 } } }))).code).toBe(11000);
  });

  test("is free again once its document is gone", async () => {
    await collection().createIndex({ k: 1 }, { unique: true });
    await collection().insertOne({ k: 1 });
    await collection().deleteOne({ k: 1 });
    await collection().insertOne({ k: 1 });
    expect(await collection().countDocuments({ k: 1 })).toBe(1);
  });
});

describe("a time to live", () => {
  test("takes documents whose time has passed, and only those", { timeout: 90_000 }, async () => {
    await collection().createIndex({ endsAt: 1 }, { expireAfterSeconds: 0 });
    const [past, future] = [new Date(Date.now() - 1_000), new Date(Date.now() + 600_000)];
    await collection().insertMany([
      { endsAt: past },
      { endsAt: future },
      { endsAt: "never" },
      {},
      { endsAt: [future, past] },
    ]);
    await expect.poll(() => collection().countDocuments(), { timeout: 80_000 }).toBe(3);
  });

  test("is changed by collMod, which answers the old and the new", async () => {
    await collection().createIndex({ endsAt: 1 }, { expireAfterSeconds: 60 });
    const index = { keyPattern: { endsAt: 1 }, expireAfterSeconds: 120 };
    const reply = await db.command({ collMod: "things", index });
    expect([Number(reply["expireAfterSeconds_old"]), Number(reply["expireAfterSeconds_new"])]).toEqual([60, 120]);
    expect((await collection().indexes())[1]?.["expireAfterSeconds"]).toBe(120);
  });

  test.each([
    [{ a: 1, b: 1 }, 10, 67],
    [{ a: 1 }, -1, 67],
    [{ _id: 1 }, 10, 197],
  ])("%j for %d seconds is refused with code %d", async (key, expireAfterSeconds, code) => {
    const indexes = [{ key, name: "ttl", expireAfterSeconds }];
    expect((await failure(db.command({ createIndexes: "things", indexes }))).code).toBe(code);
  });
});

describe("collections", () => {
  test("are made once, listed and dropped", async () => {
    await db.createCollection("made");
    const error = await failure(db.createCollection("made", { validator: { a: 1 } }));
    expect([error.code, error.codeName]).toEqual([48, "NamespaceExists"]);
    expect((await db.listCollections().toArray()).map((one) => [one.name, one.type])).toEqual([["made", "collection"]]);
    expect(await db.listCollections({ name: "other" }, { nameOnly: true }).toArray()).toEqual([]);
    expect(await collection("made").drop()).toBe(true);
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test.each(["", "a$b", ".a"])("cannot be named %j", async (name) => {
    const error = await failure(db.command({ insert: name, documents: [{ a: 1 }] }));
    expect([error.code, error.codeName]).toEqual([73, "InvalidNamespace"]);
  });

  test("changed by collMod have to be there", async () => {
    expect((await failure(db.command({ collMod: "nothing", validator: {} }))).code).toBe(26);
  });

  test("make their database show in the list", async () => {
    await collection().insertOne({ a: 1 });
    const { databases } = await db.admin().listDatabases({ nameOnly: true });
    expect(databases.map((one) => one.name)).toContain(db.databaseName);
  });
});
