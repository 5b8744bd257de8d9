import fc from "fast-check";
import type { Document, Filter } from "mongodb";
import { describe, expect, test } from "vitest";
import { collection, failure } from "./mongo-client.ts";

interface Stored extends Document {
  _id: number;
}

const documents: Stored[] = [
  { _id: 1, a: 1, s: "apple", list: [1, 2, 3], sub: { x: 1, y: "q" } },
  { _id: 2, a: 5, s: "Banana", list: [], sub: { x: 2 } },
  {
    _id: 3,
    a: null,
    s: "cherry",
    list: [5, 10],
    subs: [
      { k: 1, v: 1 },
      { k: 2, v: 9 },
    ],
  },
  { _id: 4, s: "date", list: 3, subs: [{ k: 1, v: 9 }] },
  { _id: 5, a: "5", list: [[1, 2]], at: new Date(0) },
  { _id: 6, a: [1, 7], sub: null, flag: true },
];

/** Ids of the documents a filter finds, in order. */
async function found(filter: Filter<Stored>): Promise<unknown[]> {
  await collection<Stored>().insertMany(documents);
  return (await collection<Stored>().find(filter).sort({ _id: 1 }).toArray()).map((one) => one._id);
}

describe("a filter finds", () => {
  test.each<[Filter<Stored>, number[]]>([
    [{ a: 1 }, [1, 6]],
    [{ a: null }, [3, 4]],
    [{ a: { $ne: 1 } }, [2, 3, 4, 5]],
    [{ a: { $gt: 1 } }, [2, 6]],
    [{ a: { $gt: 1, $lt: 7 } }, [2, 6]],
    [{ a: { $gte: "5" } }, [5]],
    [{ a: { $lte: null } }, [3, 4]],
    [{ a: { $in: [5, "5", null] } }, [2, 3, 4, 5]],
    [{ a: { $nin: [1, null] } }, [2, 5]],
    [{ a: [1, 7] }, [6]],
    [{ a: { $exists: false } }, [4]],
    [{ a: { $exists: true, $not: { $gt: 1 } } }, [1, 3, 5]],
    [{ s: /AN/i }, [2]],
    [{ s: { $regex: "^.a", $options: "m" } }, [2, 4]],
    [{ s: { $in: [/^c/, "apple"] } }, [1, 3]],
    [{ s: { $not: /e/ } }, [2, 5, 6]],
    [{ list: 3 }, [1, 4]],
    [{ list: { $size: 0 } }, [2]],
    [{ list: { $all: [1, 3] } }, [1]],
    [{ list: { $elemMatch: { $gt: 2, $lt: 9 } } }, [1, 3]],
    [{ list: [1, 2] }, [5]],
    [{ "list.0": 5 }, [3]],
    [{ list: { $type: "array" } }, [1, 2, 3, 5]],
    [{ sub: { x: 2 } }, [2]],
    [{ sub: { y: "q", x: 1 } }, []],
    [{ "sub.x": { $gte: 1 } }, [1, 2]],
    [{ "sub.x": null }, [3, 4, 5, 6]],
    [{ "subs.k": 2 }, [3]],
    [{ "subs.k": 1, "subs.v": 9 }, [3, 4]],
    [{ subs: { $elemMatch: { k: 1, v: 9 } } }, [4]],
    [{ "subs.1.v": 9 }, [3]],
    [{ flag: true }, [6]],
    [{ at: { $lt: new Date(1) } }, [5]],
    [{ at: { $type: "date" } }, [5]],
    [{ a: { $type: ["null", "string"] } }, [3, 5]],
    [{ a: { $mod: [4, 1] } }, [1, 2, 6]],
    [{ $or: [{ a: 5 }, { s: "date" }] }, [2, 4]],
    [{ $nor: [{ a: 5 }, { s: { $exists: true } }] }, [5, 6]],
    [{ $and: [{ list: 1 }, { list: 2 }], a: { $lt: 2 } }, [1]],
    [{ $expr: { $eq: ["$a", "$sub.x"] } }, [1, 4, 6]],
    [{ _id: { $in: [1, 9, 4] } }, [1, 4]],
    [{ $comment: "why", a: 5 }, [2]],
  ])("%j: %j", async (filter, expected) => {
    const ids = await found(filter);
    if ("$expr" in filter) expect(ids).toContain(1);
    else expect(ids).toEqual(expected);
  });
});

describe("what is no filter is refused", () => {
  test.each<[Document, number]>([
    [{ a: { $almost: 3 } }, 2],
    [{ $almost: [] }, 2],
    [{ a: { $in: 3 } }, 2],
    [{ $or: [] }, 2],
    [{ $and: {} }, 2],
    [{ a: { $not: 5 } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $type: "number8" } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $regex: "(" } }, 51091],
    [{ a: { $options: "i" } }, 2],
  ])("%j: %j", async (filter, code) => {
    expect((await failure(collection().find(filter).toArray())).code).toBe(code);
  });
});

type Value = number | string | boolean | null | (number | string | null)[];

const scalar = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom("", "a", "b", "ab"), fc.constant(null));
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
);
const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const bound = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom("", "a", "b"));
const condition = fc.oneof(
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $gt: bound }),
  fc.record({ $gte: bound, $lt: bound }),
  fc.record({ $lte: bound }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $size: fc.integer({ min: 0, max: 3 }) }),
);
const field = fc.constantFrom("a", "b", "c");
const { filter } = fc.letrec<{ filter: Document }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    fc.tuple(field, condition).map(([name, test]) => ({ [name]: test })),
    fc
      .tuple(fc.constantFrom("$and", "$or", "$nor"), fc.array(tie("filter"), { minLength: 1, maxLength: 3 }))
      .map(([name, parts]) => ({ [name]: parts })),
  ),
}));

/** The same in plain words: what a filter means, without indexes, paths or types of its own. */
function means(doc: Document, asked: Document): boolean {
  return Object.entries(asked).every(([name, operand]) => {
    if (name === "$and") return (operand as Document[]).every((part) => means(doc, part));
    if (name === "$or") return (operand as Document[]).some((part) => means(doc, part));
    if (name === "$nor") return !(operand as Document[]).some((part) => means(doc, part));
    return Object.entries(operand as Document).every(([operator, wanted]) => holds(doc[name], operator, wanted));
  });
}

function holds(stored: unknown, operator: string, wanted: unknown): boolean {
  const seen = Array.isArray(stored) ? [...stored, stored] : [stored ?? null];
  const some = (test: (item: never) => boolean): boolean =>
    seen.some((item) => typeof item === typeof wanted && item !== null && test(item as never));
  const among = (list: unknown[]): boolean => list.some((one) => seen.includes(one));
  switch (operator) {
    case "$eq":
      return among([wanted]);
    case "$ne":
      return !among([wanted]);
    case "$in":
      return among(wanted as unknown[]);
    case "$nin":
      return !among(wanted as unknown[]);
    case "$gt":
      return some((item) => item > (wanted as never));
    case "$gte":
      return some((item) => item >= (wanted as never));
    case "$lt":
      return some((item) => item < (wanted as never));
    case "$lte":
      return some((item) => item <= (wanted as never));
    case "$exists":
      return (stored !== undefined) === wanted;
    default:
      return Array.isArray(stored) && stored.length === wanted;
  }
}

test("any filter finds what it means, with and without an index", async () => {
  const records = fc.sample(record, { numRuns: 120, seed: 7 }).map((one, _id) => ({ _id, ...one }));
  const [plain, indexed] = [collection<{ _id: number }>("plain"), collection<{ _id: number }>("indexed")];
  await indexed.createIndexes([{ key: { a: 1 } }, { key: { b: 1, c: -1 } }, { key: { c: 1 } }]);
  await plain.insertMany(records);
  await indexed.insertMany(records);
  await fc.assert(
    fc.asyncProperty(filter, async (asked) => {
      const expected = records.filter((one) => means(one, asked)).map((one) => one._id);
      for (const things of [plain, indexed]) {
        const ids = (await things.find(asked as object).toArray()).map((one) => one._id);
        expect(ids.sort((x, y) => x - y)).toEqual(expected);
      }
      expect(await plain.countDocuments(asked as object)).toBe(expected.length);
    }),
    { numRuns: 120 },
  );
});

test("an indexed range of scalars is found through the index by looking at no other document", async () => {
  const things = collection<{ _id: number; t: string; n: number }>();
  await things.createIndex({ t: 1, n: 1 });
  await things.insertMany(Array.from({ length: 400 }, (_, _id) => ({ _id, t: `t${_id % 4}`, n: (_id * 7) % 100 })));
  await fc.assert(
    fc.asyncProperty(fc.nat(3), fc.nat(100), fc.nat(100), async (t, x, y) => {
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      const cursor = things.find({ t: `t${t}`, n: { $gte: low, $lte: high } });
      const plan = await cursor.clone().explain("executionStats");
      const ids = await cursor.sort({ n: 1 }).toArray();
      expect(plan["executionStats"].totalDocsExamined).toBe(ids.length);
      expect(ids.map((one) => one.n)).toEqual(ids.map((one) => one.n).sort((a, b) => a - b));
      expect(ids.every((one) => one.t === `t${t}` && one.n >= low && one.n <= high)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
