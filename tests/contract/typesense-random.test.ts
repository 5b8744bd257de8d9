import fc from "fast-check";
import { expect, test } from "vitest";
import { client, docsForAllTests } from "./typesense-client.ts";

interface Doc {
  id: string;
  n?: number;
  x: number;
  on: boolean;
  tags: string[];
}

const words = ["red", "green", "blue", "grey"];
const docs: Doc[] = Array.from({ length: 80 }, (_, i) => ({
  id: `d${i}`,
  ...(i % 7 === 0 ? {} : { n: ((i * 37) % 11) - 5 }),
  x: (i * 13) % 9,
  on: i % 3 === 0,
  tags: words.filter((_word, w) => (i >> w) & 1),
}));
const fields = [
  { name: "n", type: "int32", optional: true },
  { name: "x", type: "float", facet: true },
  { name: "on", type: "bool", facet: true },
  { name: "tags", type: "string[]", facet: true },
];
const collection = docsForAllTests(fields, docs);

/** A filter in the server's language, and what it means. */
interface Condition {
  text: string;
  holds(doc: Doc): boolean;
}

const number = fc.integer({ min: -6, max: 9 });
const some = <Value>(items: Value[]) => fc.constantFrom(...items);

const comparison = fc
  .record({ field: some(["n", "x"] as const), operator: some(["", "=", "!=", "<", "<=", ">", ">="]), bound: number })
  .map(({ field, operator, bound }): Condition => {
    const compare = (value: number): boolean => {
      if (operator === "<") return value < bound;
      if (operator === "<=") return value <= bound;
      if (operator === ">") return value > bound;
      return operator === ">=" ? value >= bound : value === bound;
    };
    const holds = (doc: Doc): boolean => {
      const value = doc[field];
      return value !== undefined && compare(value);
    };
    return { text: `${field}:${operator}${bound}`, holds: operator === "!=" ? (doc) => !holds(doc) : holds };
  });

const range = fc.tuple(number, number, number).map(([a, b, c]): Condition => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return {
    text: `n:[${low}..${high}, ${c}]`,
    holds: ({ n }) => n !== undefined && ((n >= low && n <= high) || n === c),
  };
});

const flag = fc.tuple(fc.boolean(), fc.boolean()).map(
  ([wanted, not]): Condition => ({
    text: `on:${not ? "!=" : ""}${wanted}`,
    holds: ({ on }) => (on === wanted) !== not,
  }),
);

const tagged = fc
  .record({ operator: some([":=", ":", ":!="]), list: fc.uniqueArray(some(words), { minLength: 1, maxLength: 3 }) })
  .map(({ operator, list }): Condition => {
    const has = ({ tags }: Doc): boolean => list.some((word) => tags.includes(word));
    return { text: `tags${operator}[${list.join(", ")}]`, holds: operator === ":!=" ? (doc) => !has(doc) : has };
  });

const simple = fc.oneof(comparison, range, flag, tagged);

const { filter } = fc.letrec<{ filter: Condition; group: Condition }>((tie) => ({
  filter: fc.oneof({ maxDepth: 4 }, simple, tie("group")),
  group: fc
    .tuple(tie("filter"), fc.array(fc.tuple(some(["&&", "||"]), tie("filter")), { minLength: 1, maxLength: 3 }))
    .map(([first, rest]): Condition => {
      const text = rest.reduce((all, [operator, next]) => `${all} ${operator} ${next.text}`, first.text);
      const holds = (doc: Doc): boolean =>
        rest.reduce(
          (all, [operator, next]) => (operator === "&&" ? all && next.holds(doc) : all || next.holds(doc)),
          first.holds(doc),
        );
      return { text: `(${text})`, holds };
    }),
}));

const ask = (more: object) =>
  client
    .collections<Doc>(collection)
    .documents()
    .search({ q: "*", query_by: "tags", per_page: 250, ...more });
const shown = async (more: object) => ((await ask(more)).hits ?? []).map((hit) => hit.document.id);

test("a filter finds what it means, and an export and a count find the same", async () => {
  await fc.assert(
    fc.asyncProperty(filter, async ({ text, holds }) => {
      const expected = docs.filter(holds).map((doc) => doc.id);
      expect((await shown({ filter_by: text })).sort()).toEqual([...expected].sort());
      const lines = await client.collections(collection).documents().export({ filter_by: text, include_fields: "id" });
      expect(lines.split("\n").filter(Boolean)).toHaveLength(expected.length);
    }),
    { numRuns: 60 },
  );
});

test("facets count every value of what a filter finds, however short the page", async () => {
  await fc.assert(
    fc.asyncProperty(filter, fc.integer({ min: 0, max: 5 }), async ({ text, holds }, per_page) => {
      const { facet_counts = [] } = await ask({
        filter_by: text,
        facet_by: "tags,on,x",
        max_facet_values: 20,
        per_page,
      });
      const counted = (read: (doc: Doc) => unknown[]): Record<string, number> => {
        const counts: Record<string, number> = {};
        for (const value of docs.filter(holds).flatMap(read)) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
        return counts;
      };
      const found = facet_counts.map((facet) =>
        Object.fromEntries(facet.counts.map(({ value, count }) => [value, count])),
      );
      expect(found).toEqual([counted((doc) => doc.tags), counted((doc) => [doc.on]), counted((doc) => [doc.x])]);
    }),
    { numRuns: 30 },
  );
});

test("hits are in order, equals with the youngest first, and pages put together are the whole", async () => {
  const part = fc.record({ field: some(["n", "x", "on"] as const), order: some(["asc", "desc"] as const) });
  const parts = fc.uniqueArray(part, { minLength: 1, maxLength: 3, selector: ({ field }) => field });
  await fc.assert(
    fc.asyncProperty(filter, parts, fc.integer({ min: 5, max: 40 }), async ({ text, holds }, sort, per_page) => {
      const sorted = docs
        .map((doc, place) => ({ doc, place }))
        .filter(({ doc }) => holds(doc))
        .sort((a, b) => {
          for (const { field, order } of sort) {
            const [left, right] = [a.doc[field], b.doc[field]];
            if (left === right) continue;
            if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
            return (Number(left) - Number(right)) * (order === "asc" ? 1 : -1);
          }
          return b.place - a.place;
        })
        .map(({ doc }) => doc.id);
      const sort_by = sort.map(({ field, order }) => `${field}:${order}`).join(",");
      const pages: string[] = [];
      for (let page = 1; (page - 1) * per_page < Math.max(1, sorted.length); page++)
        pages.push(...(await shown({ filter_by: text, sort_by, per_page, page })));
      expect(pages).toEqual(sorted);
    }),
    { numRuns: 30 },
  );
});
