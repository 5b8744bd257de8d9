import fc from "fast-check";
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from "mongodb";
import { describe, expect, test } from "vitest";
import { collection, failure } from "./mongo-client.ts";

const exact = { promoteValues: false } as const;

/** One stored value, with its type. */
async function roundTrip(v: unknown): Promise<unknown> {
  await collection().insertOne({ v });
  return (await collection().findOne({}, exact))?.["v"];
}

describe("a number keeps its type", () => {
  test.each([
    ["int", new Int32(7)],
    ["long", Long.fromNumber(7)],
    ["long", Long.fromString("9007199254740993")],
    ["double", new Double(7)],
    ["double", new Double(1.5)],
    ["decimal", Decimal128.fromString("7.10")],
  ])("%s %s", async (type, stored) => {
    expect(await roundTrip(stored)).toEqual(stored);
    expect(await collection().countDocuments({ v: { $type: type } } as object)).toBe(1);
    const others = ["int", "long", "double", "decimal"].filter((name) => name !== type);
    expect(await collection().countDocuments({ v: { $type: others } } as object)).toBe(0);
    expect(await collection().countDocuments({ v: { $type: "number" } } as object)).toBe(1);
  });

  test("through a projection, a sort, distinct and the stages of a find", async () => {
    await collection().insertOne({ keep: Long.fromNumber(5), whole: new Double(2) });
    const [stored] = await collection()
      .find({}, { ...exact, projection: { _id: 0, keep: 1 } })
      .toArray();
    expect(stored).toEqual({ keep: Long.fromNumber(5) });
    const [staged] = await collection()
      .aggregate([{ $match: { keep: 5 } }, { $sort: { keep: 1 } }, { $limit: 1 }], exact)
      .toArray();
    expect(staged?.["whole"]).toEqual(new Double(2));
  });

  test("when other fields change, and the one that is set takes the type given", async () => {
    await collection().insertOne({ keep: Long.fromNumber(5), d: new Double(3), n: 1 });
    await collection().updateOne({}, { $set: { n: Long.fromNumber(2) }, $inc: { keep: 1 } });
    const stored = await collection().findOne({}, exact);
    expect([stored?.["keep"], stored?.["d"], stored?.["n"]]).toEqual([
      Long.fromNumber(6),
      new Double(3),
      Long.fromNumber(2),
    ]);
  });

  test("and grows to a long when a sum no longer fits an int", async () => {
    await collection().insertOne({ n: new Int32(2_147_483_647) });
    await collection().updateOne({}, { $inc: { n: 1 } });
    expect((await collection().findOne({}, exact))?.["n"]).toEqual(Long.fromNumber(2_147_483_648));
  });
});

describe("numbers of different types", () => {
  test("are equal by value, in filters and in unique keys", async () => {
    await collection().createIndex({ v: 1 }, { unique: true });
    await collection().insertOne({ v: 1 });
    for (const same of [Long.ONE, new Double(1), Decimal128.fromString("1.00")]) {
      expect(await collection().countDocuments({ v: same })).toBe(1);
      expect((await failure(collection().insertOne({ v: same }))).code).toBe(11000);
    }
    await collection().insertOne({ v: Decimal128.fromString("1.000000000000000000000000000000001") });
    expect(await collection().countDocuments({ v: { $gt: 1 } })).toBe(1);
  });

  test("beyond 2^53 are told apart", async () => {
    const [a, b] = [Long.fromString("9007199254740992"), Long.fromString("9007199254740993")];
    await collection().insertMany([{ v: a }, { v: b }]);
    expect(await collection().countDocuments({ v: b })).toBe(1);
    expect(await collection().countDocuments({ v: { $lt: b } })).toBe(1);
    expect(await collection().countDocuments({ v: { $lte: 2 ** 53 } })).toBe(1);
  });

  test("sort by value whatever their types", async () => {
    const quarters = fc.integer({ min: -200, max: 200 }).map((n) => n / 4);
    const numbers = fc.oneof(
      fc.integer({ min: -50, max: 50 }).map((n) => [n, new Int32(n)] as const),
      fc.integer({ min: -50, max: 50 }).map((n) => [n, Long.fromNumber(n)] as const),
      quarters.map((n) => [n, new Double(n)] as const),
      quarters.map((n) => [n, Decimal128.fromString(n.toFixed(2))] as const),
    );
    const sample = fc.sample(numbers, { numRuns: 200, seed: 3 });
    const things = collection<{ _id: number; n: number; v: unknown }>();
    await things.insertMany(sample.map(([n, v], _id) => ({ _id, n, v })));
    const expected = sample.map(([n], _id) => ({ n, _id })).sort((x, y) => x.n - y.n || x._id - y._id);
    const sorted = await things.find().sort({ v: 1, _id: 1 }).toArray();
    expect(sorted.map(({ n, _id }) => ({ n, _id }))).toEqual(expected);
  });
});

test("values of all types sort in MongoDB's order", async () => {
  const ordered = [
    new MinKey(),
    null,
    -1.5,
    Long.fromNumber(2),
    "A",
    "a",
    "\u{ff01}",
    "\u{1f600}",
    {},
    { a: 1 },
    { a: "x" },
    [[1]],
    new Binary(Buffer.from("x")),
    new ObjectId("000000000000000000000001"),
    false,
    true,
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    /x/,
    new MaxKey(),
  ].filter((value) => !Array.isArray(value));
  const shuffled = ordered
    .map((v, place) => ({ v, place }))
    .sort((x, y) => ((x.place * 7) % 11) - ((y.place * 7) % 11));
  await collection().insertMany(shuffled);
  const up = await collection().find().sort({ v: 1 }).toArray();
  expect(up.map((one) => one["place"])).toEqual(ordered.map((_, place) => place));
  const down = await collection().find().sort({ v: -1 }).toArray();
  expect(down.map((one) => one["place"])).toEqual(ordered.map((_, place) => ordered.length - 1 - place));
});

test("an array sorts by its smallest element upwards and its largest downwards, an empty one before null", async () => {
  const things = collection<{ _id: string; v?: unknown }>();
  await things.insertMany([
    { _id: "mid", v: 4 },
    { _id: "wide", v: [9, 1] },
    { _id: "empty", v: [] },
    { _id: "none" },
    { _id: "null", v: null },
  ]);
  const ids = async (direction: 1 | -1) =>
    (await things.find().sort({ v: direction, _id: 1 }).toArray()).map((one) => one._id);
  expect(await ids(1)).toEqual(["empty", "none", "null", "wide", "mid"]);
  expect(await ids(-1)).toEqual(["wide", "mid", "none", "null", "empty"]);
});

test("a sort by several fields is that of a plain comparison, in pages too", async () => {
  const key = fc.record({ a: fc.nat(3), b: fc.nat(3), c: fc.constantFrom("x", "y") });
  const rows = fc.sample(key, { numRuns: 150, seed: 11 }).map((one, _id) => ({ _id, ...one }));
  const things = collection<(typeof rows)[number]>();
  await things.insertMany(rows);
  const direction = fc.constantFrom<1 | -1>(1, -1);
  await fc.assert(
    fc.asyncProperty(direction, direction, direction, fc.nat(140), async (a, b, id, skip) => {
      const expected = [...rows].sort((x, y) => a * (x.a - y.a) || b * x.c.localeCompare(y.c) || id * (x._id - y._id));
      const page = await things.find().sort({ a, c: b, _id: id }).skip(skip).limit(10).toArray();
      expect(page).toEqual(expected.slice(skip, skip + 10));
    }),
    { numRuns: 25 },
  );
});

test("a document of every kind of value comes back as it went", async () => {
  const uuid = new UUID();
  const stored = {
    _id: new ObjectId(),
    bytes: new Binary(Buffer.from([1, 2])),
    uuid,
    re: /x/i,
    at: new Date(5),
    no: null,
    list: [{}, []],
  };
  await collection().insertOne(stored);
  const back = await collection().findOne({ uuid });
  expect(back).toMatchObject({ _id: stored._id, at: stored.at, no: null, list: [{}, []] });
  expect(String(back?.["uuid"])).toBe(String(uuid));
  expect(back?.["re"]).toEqual(/x/i);
});
