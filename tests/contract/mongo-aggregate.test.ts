import { Long } from "mongodb";
import { beforeEach, describe, expect, test } from "vitest";
import { collection, db, entry, failure } from "./mongo-client.ts";

beforeEach(async () => {
  await collection("audit_logs").createIndex({ tenantId: 1, seq: 1 }, { unique: true });
  const documents = Array.from({ length: 60 }, (_, i) => entry(`t${i % 3}`, Math.floor(i / 3) + 1));
  await collection("audit_logs").insertMany(documents as object[]);
});

const run = (pipeline: object[]) => collection("audit_logs").aggregate(pipeline).toArray();

describe("aggregating", () => {
  test("groups count and take extremes", async () => {
    const groups = await run([
      { $match: { tenantId: { $in: ["t0", "t1"] } } },
      { $group: { _id: "$tenantId", n: { $sum: 1 }, last: { $max: "$at" } } },
      { $sort: { _id: 1 } },
    ]);
    const last = new Date(1_700_000_020_000);
    expect(groups).toEqual([
      { _id: "t0", n: 20, last },
      { _id: "t1", n: 20, last },
    ]);
  });

  test("stages run in the order they are given", async () => {
    const page = await run([
      { $sort: { seq: -1, tenantId: 1 } },
      { $skip: 1 },
      { $limit: 3 },
      { $match: { tenantId: "t1" } },
      { $project: { _id: 0, tenantId: 1, seq: 1 } },
    ]);
    expect(page).toEqual([{ tenantId: "t1", seq: 20 }]);
  });

  test("computed fields, unwound lists and counts", async () => {
    const counted = await run([
      { $addFields: { parts: ["$tenantId", "$action"] } },
      { $unwind: "$parts" },
      { $match: { parts: /^t/ } },
      { $count: "n" },
    ]);
    expect(counted).toEqual([{ n: 60 }]);
  });

  test("another collection is looked up", async () => {
    await collection<{ _id: string; name: string }>("tenants").insertOne({ _id: "t1", name: "One" });
    const [found] = await run([
      { $match: { tenantId: "t1", seq: 1 } },
      { $lookup: { from: "tenants", localField: "tenantId", foreignField: "_id", as: "tenant" } },
    ]);
    expect(found?.["tenant"]).toEqual([{ _id: "t1", name: "One" }]);
  });

  test("results come in batches", async () => {
    const cursor = collection("audit_logs").aggregate([{ $match: {} }, { $sort: { _id: 1 } }], { batchSize: 7 });
    expect(await cursor.toArray()).toHaveLength(60);
  });

  test("a collection that is not there gives nothing", async () => {
    expect(
      await collection("nothing")
        .aggregate([{ $match: {} }])
        .toArray(),
    ).toEqual([]);
  });

  test.each([
    [[{ $conjure: {} }], 40324],
    [[{ $match: {}, $sort: { a: 1 } }], 40323],
    [[{ $limit: 0 }], 15958],
    [[{ $skip: -1 }], 5107200],
    [[{ $match: 5 }], 15959],
    [[{ $project: { a: { $conjure: 1 } } }], 31325],
  ])("%j is refused", async (pipeline, code) => {
    const error = await failure(run(pipeline));
    expect(code === 31325 ? [31325, 168, 2].includes(Number(error.code)) : error.code === code).toBe(true);
  });

  test("without a cursor it is refused with code 9", async () => {
    expect((await failure(db.command({ aggregate: "audit_logs", pipeline: [] }))).code).toBe(9);
  });
});

describe("counting", () => {
  test("by a filter, by everything and between bounds", async () => {
    expect(await collection("audit_logs").countDocuments({ tenantId: "t2" })).toBe(20);
    expect(await collection("audit_logs").estimatedDocumentCount()).toBe(60);
    expect(await collection("audit_logs").countDocuments({}, { skip: 50, limit: 30 })).toBe(10);
    expect((await db.command({ count: "audit_logs", query: { tenantId: "t1" }, limit: 5 }))["n"]).toBe(5);
    expect(await collection("nothing").countDocuments({})).toBe(0);
  });
});

describe("distinct", () => {
  test("gives each value once, of arrays each element", async () => {
    await collection().insertMany([
      { a: 1 },
      { a: Long.fromNumber(1) },
      { a: [2, 3] },
      { a: "x" },
      { b: 1 },
      { a: null },
    ]);
    const values = await collection().distinct("a");
    expect(values).toHaveLength(5);
    expect(values).toEqual(expect.arrayContaining([1, 2, 3, "x", null]));
    expect(await collection().distinct("a", { a: { $gt: 1 } })).toEqual(expect.arrayContaining([2, 3]));
  });

  test("without a key is refused with code 40414", async () => {
    expect((await failure(db.command({ distinct: "things" }))).code).toBe(40414);
  });
});
