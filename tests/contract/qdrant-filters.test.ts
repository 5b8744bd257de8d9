import { describe, expect, test } from "vitest";
import { is, must, useQdrant } from "./qdrant-client.ts";

const payloads: Record<string, unknown>[] = [
  { color: "red", price: 10, open: true, tags: ["a", "b"], at: "2026-01-01T00:00:00Z", note: "Red Apple pie" },
  { color: "green", price: 20.5, open: false, tags: ["b"], at: "2026-02-01T12:00:00+02:00", note: "green apples" },
  { color: "blue", price: -3, open: true, tags: [], at: "2026-03-01", note: null },
  { color: ["red", "blue"], price: [1, 100], tags: null, at: "yesterday" },
  {
    size: { w: 1 },
    parts: [
      { kind: "leg", n: 4 },
      { kind: "top", n: 1 },
    ],
  },
  {
    size: { w: 2 },
    parts: [
      { kind: "leg", n: 1 },
      { kind: "top", n: 4 },
    ],
    "odd name": 1,
  },
];

const fill: Parameters<typeof useQdrant>[0] = (client, name) =>
  client.upsert(name, { wait: true, points: payloads.map((payload, id) => ({ id, vector: [1, 0, 0, 0], payload })) });

const kinds: [string, object, number[]][] = [
  ["a text", must(is("color", "red")), [0, 3]],
  ["a whole number", must(is("price", 10)), [0]],
  ["true or false", must(is("open", false)), [1]],
  ["any of some texts", must({ key: "color", match: { any: ["green", "blue"] } }), [1, 2, 3]],
  ["any of some numbers", must({ key: "price", match: { any: [10, -3, 7] } }), [0, 2]],
  ["any of none", must({ key: "color", match: { any: [] } }), []],
  ["all except some texts", must({ key: "color", match: { except: ["red", "green"] } }), [2, 3]],
  ["all except none, so all that have one", must({ key: "color", match: { except: [] } }), [0, 1, 2, 3]],
  ["a part of a text", must({ key: "note", match: { text: "pple" } }), [0, 1]],
  ["one of some parts of a text", must({ key: "note", match: { text_any: "pie cake" } }), [0]],
  ["more than", must({ key: "price", range: { gt: 10 } }), [1, 3]],
  ["between, with both ends", must({ key: "price", range: { gte: -3, lte: 10 } }), [0, 2, 3]],
  ["less than", must({ key: "price", range: { lt: 1 } }), [2]],
  ["a time from", must({ key: "at", range: { gte: "2026-02-01T10:00:00Z" } }), [1, 2]],
  ["a time before", must({ key: "at", range: { lt: "2026-02-01T10:00:00.000001Z" } }), [0, 1]],
  ["a count of values", must({ key: "tags", values_count: { gte: 2 } }), [0]],
  ["a count of none, which a missing field has", must({ key: "tags", values_count: { lt: 1 } }), [2, 3, 4, 5]],
  ["emptiness", must({ is_empty: { key: "tags" } }), [2, 3, 4, 5]],
  ["null", must({ is_null: { key: "note" } }), [2]],
  ["emptiness, said of the field", must({ key: "tags", is_empty: true }), [2, 3, 4, 5]],
  ["ids", must({ has_id: [1, 4, 99] }), [1, 4]],
  ["the vector, which all have", must({ has_vector: "" }), [0, 1, 2, 3, 4, 5]],
  ["a field of an object", must({ key: "size.w", range: { gte: 2 } }), [5]],
  ["a field of elements", must(is("parts[].n", 4)), [4, 5]],
  ["a field of elements without saying so, which none has", must(is("parts.n", 4)), []],
  ["one element", must(is("parts[0].n", 4)), [4]],
  ["a quoted name", must(is('"odd name"', 1)), [5]],
  ["both in one element", must({ nested: { key: "parts", filter: must(is("kind", "leg"), is("n", 4)) } }), [4]],
  [
    "an element without something",
    must({ nested: { key: "parts", filter: { must: [is("kind", "leg")], must_not: [is("n", 4)] } } }),
    [5],
  ],
  ["must and must not", { must: [is("open", true)], must_not: [is("color", "red")] }, [2]],
  ["should", { should: [is("color", "green"), is("price", -3)] }, [1, 2]],
  ["should of none, which asks for nothing", { should: [] }, [0, 1, 2, 3, 4, 5]],
  [
    "enough of some",
    { min_should: { conditions: [is("color", "red"), is("open", true), is("price", 10)], min_count: 2 } },
    [0],
  ],
  [
    "filters in filters",
    must({ should: [is("color", "red"), { must_not: [{ is_empty: { key: "size" } }] }] }),
    [0, 3, 4, 5],
  ],
  ["one condition without a list", { must: is("color", "red") }, [0, 3]],
  ["nothing", {}, [0, 1, 2, 3, 4, 5]],
];

describe("a filter without indexes", () => {
  const qdrant = useQdrant(fill);

  test.each(kinds)("asks for %s", async (_what, filter, expected) => {
    const { points } = await qdrant.client.scroll(qdrant.name, { filter, limit: 100 });
    expect(points.map((point) => point.id)).toEqual(expected);
    expect((await qdrant.client.count(qdrant.name, { filter, exact: true })).count).toBe(expected.length);
  });

  test.each<[string, object, number, RegExp]>([
    ["an unknown clause", { wish: [] }, 400, /unknown field `wish`, expected one of/],
    ["an unknown condition", must({ wish: 1 }), 400, /Expected some form of condition/],
    ["a condition about nothing", must({ key: "a" }), 422, /At least one field condition must be specified/],
    ["a fraction to match", must({ key: "a", match: { value: 1.5 } }), 400, /^Format error in JSON body/],
    ["texts and numbers mixed", must({ key: "a", match: { any: ["a", 1] } }), 400, /^Format error in JSON body/],
    [
      "a time that is none",
      must({ key: "a", range: { gt: "soon" } }),
      400,
      /'soon' does not match accepted datetime format/,
    ],
    ["a path that is none", must(is("a..b", 1)), 400, /Invalid json path: 'a\.\.b'/],
    ["an id that is none", must({ has_id: ["x"] }), 400, /^Format error in JSON body/],
    [
      "enough of some, where none is enough",
      { min_should: { conditions: [], min_count: 0 } },
      422,
      /min_count must be greater than 0/,
    ],
  ])("refuses %s", async (_what, filter, status, message) => {
    const answer = await qdrant.ask("POST", `/collections/${qdrant.name}/points/count`, { filter });
    expect([answer.status, answer.error]).toEqual([status, expect.stringMatching(message)]);
  });
});

describe("a filter with indexes", () => {
  const indexes = {
    color: "keyword",
    price: "float",
    open: "bool",
    at: "datetime",
    tags: "keyword",
    "parts[].n": "integer",
  } as const;
  const qdrant = useQdrant(async (client, name) => {
    for (const [field_name, field_schema] of Object.entries(indexes))
      await client.createPayloadIndex(name, { wait: true, field_name, field_schema });
    await fill(client, name);
  });

  test("finds the same", async () => {
    for (const [what, filter, expected] of kinds) {
      const { points } = await qdrant.client.scroll(qdrant.name, { filter, limit: 100 });
      expect([what, points.map((point) => point.id)]).toEqual([what, expected]);
    }
  });

  test("finds whole words in any case once a text is indexed", async () => {
    await qdrant.client.createPayloadIndex(qdrant.name, { wait: true, field_name: "note", field_schema: "text" });
    const found = async (match: object) => {
      const { points } = await qdrant.client.scroll(qdrant.name, { filter: must({ key: "note", match }), limit: 100 });
      return points.map((point) => point.id);
    };
    expect(await found({ text: "apple RED" })).toEqual([0]);
    expect(await found({ text: "pple" })).toEqual([]);
    expect(await found({ text_any: "pie green" })).toEqual([0, 1]);
  });
});
