import fc from "fast-check";
import { expect, test } from "vitest";
import { useQdrant } from "./qdrant-client.ts";

type Payload = Record<string, unknown>;
type Condition = { key: string; match?: { value?: unknown; any?: unknown[] }; range?: { gte: number; lt: number } };
type Filter = { must?: (Condition | Filter)[]; should?: (Condition | Filter)[]; must_not?: (Condition | Filter)[] };

const keys = ["a", "b"] as const;
const value = fc.constantFrom<unknown>("x", "y", 1, 2, 3, true, null);
const payload: fc.Arbitrary<Payload> = fc.record(
  { a: fc.oneof(value, fc.array(value, { maxLength: 3 })), b: value },
  { requiredKeys: [] },
);
const number = fc.constantFrom(1, 2, 3, 4);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    key: fc.constantFrom(...keys),
    match: fc.record({ value: fc.constantFrom<unknown>("x", "y", 1, 2, true) }),
  }),
  fc.record({
    key: fc.constantFrom(...keys),
    match: fc.record({ any: fc.uniqueArray(fc.constantFrom("x", "y", "z")) }),
  }),
  fc.record({ key: fc.constantFrom(...keys), range: fc.record({ gte: number, lt: number }) }),
);
const { filter } = fc.letrec<{ filter: Filter; clause: (Condition | Filter)[] }>((tie) => ({
  clause: fc.array(fc.oneof({ maxDepth: 2, depthIdentifier: "filter" }, condition, tie("filter")), { maxLength: 3 }),
  filter: fc.record({ must: tie("clause"), should: tie("clause"), must_not: tie("clause") }, { requiredKeys: [] }),
}));

const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });

/** The plain meaning of a filter. */
function matches(part: Condition | Filter, subject: Payload): boolean {
  if ("key" in part) {
    const held = subject[part.key];
    const values = held === undefined ? [] : Array.isArray(held) ? held : [held];
    const { match, range } = part;
    if (range) return values.some((one) => typeof one === "number" && one >= range.gte && one < range.lt);
    return values.some((one) => (match?.any ? match.any.includes(one) : one === match?.value));
  }
  const { must = [], should = [], must_not: mustNot = [] } = part;
  const holds = (one: Condition | Filter): boolean => matches(one, subject);
  return must.every(holds) && !mustNot.some(holds) && (should.length === 0 || should.some(holds));
}

const distances = {
  Dot: (a: number[], b: number[]) => sum(a.map((x, i) => x * (b[i] ?? 0))),
  Euclid: (a: number[], b: number[]) => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0))),
  Manhattan: (a: number[], b: number[]) => sum(a.map((x, i) => Math.abs(x - (b[i] ?? 0)))),
  Cosine: (a: number[], b: number[]) =>
    sum(a.map((x, i) => x * (b[i] ?? 0))) / ((Math.hypot(...a) || 1) * (Math.hypot(...b) || 1)),
};

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

const qdrant = useQdrant();

test("any filter finds what its plain meaning says, with and without indexes", async () => {
  await qdrant.client.createPayloadIndex(qdrant.name, { wait: true, field_name: "a", field_schema: "keyword" });
  await fc.assert(
    fc.asyncProperty(
      fc.array(payload, { minLength: 1, maxLength: 12 }),
      fc.array(filter, { minLength: 1, maxLength: 4 }),
      async (payloads, filters) => {
        const points = payloads.map((one, id) => ({ id, vector: [1, 0, 0, 0], payload: one }));
        await qdrant.client.delete(qdrant.name, { wait: true, filter: {} });
        await qdrant.client.upsert(qdrant.name, { wait: true, points });
        for (const one of filters) {
          const found = await qdrant.client.scroll(qdrant.name, { filter: one, limit: 20 });
          const expected = points.filter((point) => matches(one, point.payload)).map((point) => point.id);
          expect(found.points.map((point) => point.id)).toEqual(expected);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each(Object.entries(distances))(
  "scores and order by %s are those of the plain formula",
  async (distance, plain) => {
    const name = `${qdrant.name}_${distance}`;
    await qdrant.client.createCollection(name, { vectors: { size: 4, distance: distance as keyof typeof distances } });
    const sign = distance === "Dot" || distance === "Cosine" ? -1 : 1;
    await fc.assert(
      fc.asyncProperty(
        fc.array(vector, { minLength: 1, maxLength: 15 }),
        vector,
        fc.nat({ max: 6 }),
        async (vectors, query, limit) => {
          await qdrant.client.delete(name, { wait: true, filter: {} });
          await qdrant.client.upsert(name, { wait: true, points: vectors.map((one, id) => ({ id, vector: one })) });
          const { points } = await qdrant.client.query(name, { query, limit: limit + 1 });
          const expected = vectors
            .map((one) => plain(one, query))
            .sort((a, b) => sign * (a - b))
            .slice(0, limit + 1);
          expect(points).toHaveLength(expected.length);
          for (const [i, { id, score }] of points.entries()) {
            expect(score).toBeCloseTo(expected[i] ?? Number.NaN, 4);
            expect(score).toBeCloseTo(plain(vectors[Number(id)] ?? [], query), 4);
          }
        },
      ),
      { numRuns: 25 },
    );
    await qdrant.client.deleteCollection(name);
  },
);

test("scrolling gives every point that stays once, whatever comes and goes meanwhile", async () => {
  const staying = Array.from({ length: 60 }, (_, i) => 2 * i);
  await qdrant.client.upsert(qdrant.name, { wait: true, points: staying.map((id) => ({ id, vector: [1, 0, 0, 0] })) });
  let isDone = false;
  const writing = (async () => {
    for (let n = 0; !isDone; n++) {
      const id = 2 * ((n * 37) % 60) + 1;
      await qdrant.client.upsert(qdrant.name, { wait: true, points: [{ id, vector: [1, 0, 0, 0] }] });
      if (n % 2 === 1) await qdrant.client.delete(qdrant.name, { wait: true, points: [id] });
    }
  })();
  for (let run = 0; run < 5; run++) {
    const seen: number[] = [];
    for (let offset: number | null | undefined; offset !== null; ) {
      const page = await qdrant.client.scroll(qdrant.name, { limit: 7, ...(offset === undefined ? {} : { offset }) });
      seen.push(...page.points.map((point) => Number(point.id)));
      offset = page.next_page_offset as number | null | undefined;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id % 2 === 0)).toEqual(staying);
  }
  isDone = true;
  await writing;
});
