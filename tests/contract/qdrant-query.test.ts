import { describe, expect, test } from "vitest";
import { is, must, refusalOf, useQdrant, uuid } from "./qdrant-client.ts";

/** Point n of 40: four directions, two tenants, growing page numbers. */
function point(n: number) {
  const vector = [0.01 * n, 0, 0, 0];
  vector[n % 4] = 1;
  return {
    id: uuid(n),
    vector,
    payload: { tenant_id: n % 2 === 0 ? "even" : "odd", page: n, author: { name: "A", age: n } },
  };
}

const qdrant = useQdrant(async (client, name) => {
  const tenant = { type: "keyword", is_tenant: true } as const;
  await client.createPayloadIndex(name, { wait: true, field_name: "tenant_id", field_schema: tenant });
  await client.createPayloadIndex(name, { wait: true, field_name: "page", field_schema: "integer" });
  await client.upsert(name, { wait: true, points: Array.from({ length: 40 }, (_, n) => point(39 - n)) });
});

async function query(request: object) {
  const { points } = await qdrant.client.query(qdrant.name, request);
  return points;
}

describe("a query by vector", () => {
  test("gives the nearest points of a tenant, nearest first, with their cosine", async () => {
    const points = await query({ query: [0, 3, 0, 0], filter: must(is("tenant_id", "odd")), limit: 3 });
    expect(points.map((found) => found.id)).toEqual([uuid(1), uuid(5), uuid(9)]);
    expect(points[0]?.score).toBeCloseTo(1 / Math.hypot(1, 0.01), 5);
    expect(points[0]).not.toHaveProperty("payload");
    expect(points[0]).not.toHaveProperty("vector");
  });

  test("goes on after an offset", async () => {
    const all = await query({ query: [0, 1, 0, 0], limit: 6 });
    const rest = await query({ query: [0, 1, 0, 0], limit: 3, offset: 3 });
    expect(rest).toEqual(all.slice(3));
  });

  test("gives ten when no limit is given", async () => {
    expect(await query({ query: [1, 0, 0, 0] })).toHaveLength(10);
  });

  test("leaves out what is not better than the threshold", async () => {
    const points = await query({ query: [0, 0, 1, 0], score_threshold: 0.99, limit: 100 });
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThan(10);
    expect(points.every((found) => found.score > 0.99)).toBe(true);
  });

  test("may be written as the nearest", async () => {
    expect(await query({ query: { nearest: [0, 1, 0, 0] }, limit: 2 })).toEqual(
      await query({ query: [0, 1, 0, 0], limit: 2 }),
    );
  });

  test("is exact whatever is said about the approximate search", async () => {
    const params = { hnsw_ef: 16, exact: false, indexed_only: false };
    expect(await query({ query: [0, 1, 0, 0], limit: 4, params })).toEqual(
      await query({ query: [0, 1, 0, 0], limit: 4 }),
    );
  });
});

describe("a query by point", () => {
  test("gives its neighbours without itself", async () => {
    const points = await query({ query: uuid(2), limit: 2 });
    expect(points.map((found) => found.id)).toEqual([uuid(6), uuid(10)]);
  });

  test("that is not there is refused", async () => {
    expect(await refusalOf(query({ query: uuid(77) }))).toEqual({
      status: 404,
      error: `Not found: No point with id ${uuid(77)} found`,
    });
  });
});

describe("a query by nothing", () => {
  test("gives points by id", async () => {
    const points = await query({ limit: 3, offset: 1, filter: must(is("tenant_id", "even")) });
    expect(points.map((found) => found.id)).toEqual([uuid(2), uuid(4), uuid(6)]);
  });

  test("but a field gives them in its order", async () => {
    const points = await query({ query: { order_by: { key: "page", direction: "desc" } }, limit: 2 });
    expect(points.map((found) => found.id)).toEqual([uuid(39), uuid(38)]);
  });
});

describe("what an answer holds", () => {
  const shown = async (request: object) => (await query({ query: [0, 1, 0, 0], limit: 1, ...request }))[0];

  test.each<[string, unknown, unknown]>([
    ["all", true, { tenant_id: "odd", page: 1, author: { name: "A", age: 1 } }],
    ["some fields", ["page", "nope"], { page: 1 }],
    ["a field of an object", ["author.age"], { author: { age: 1 } }],
    ["included fields", { include: ["page"] }, { page: 1 }],
    ["all but some fields", { exclude: ["author.name", "page"] }, { tenant_id: "odd", author: { age: 1 } }],
  ])("with %s of the payload", async (_what, selector, payload) => {
    expect((await shown({ with_payload: selector }))?.payload).toEqual(payload);
  });

  test("with vectors, which are of length one when compared by direction", async () => {
    const vector = (await shown({ with_vector: true }))?.vector as number[];
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(vector[1]).toBeCloseTo(1 / Math.hypot(1, 0.01), 5);
  });

  test("refuses selectors that are none", async () => {
    expect((await refusalOf(shown({ with_payload: "page" }))).status).toBe(400);
    expect((await refusalOf(shown({ with_payload: { include: ["page"], exclude: ["page"] } }))).status).toBe(400);
  });
});

describe("several queries at once", () => {
  test("are answered in their order", async () => {
    const answers = await qdrant.client.queryBatch(qdrant.name, {
      searches: [
        { query: [0, 1, 0, 0], limit: 1 },
        { query: uuid(2), limit: 1, with_payload: ["page"] },
        { query: [0, 1, 0, 0], limit: 1, filter: must(is("tenant_id", "nobody")) },
      ],
    });
    expect(answers.map(({ points }) => points.map((found) => [found.id, found.payload?.["page"]]))).toEqual([
      [[uuid(1), undefined]],
      [[uuid(6), 6]],
      [],
    ]);
  });
});

describe("the older search", () => {
  const path = (end = "") => `/collections/${qdrant.name}/points/search${end}`;

  test("answers as a query does, alone and several at once", async () => {
    const search = { vector: [0, 1, 0, 0], limit: 2, filter: must(is("tenant_id", "odd")), with_payload: ["page"] };
    const expected = [
      { id: uuid(1), payload: { page: 1 } },
      { id: uuid(5), payload: { page: 5 } },
    ];
    expect((await qdrant.ask("POST", path(), search)).body).toMatchObject({ result: expected });
    expect((await qdrant.ask("POST", path("/batch"), { searches: [search, search] })).body).toMatchObject({
      result: [expected, expected],
    });
  });

  test("needs a limit", async () => {
    expect((await qdrant.ask("POST", path(), { vector: [0, 1, 0, 0] })).error).toContain("missing field `limit`");
  });
});

describe("a query is refused", () => {
  test.each<[string, object, number, RegExp]>([
    ["a vector of another length", { query: [1, 2, 3] }, 400, /Vector dimension error: expected dim: 4, got 3/],
    ["a limit of nothing", { query: [1, 0, 0, 0], limit: 0 }, 422, /limit: value 0 invalid, must be 1 or larger/],
    ["a negative limit", { query: [1, 0, 0, 0], limit: -1 }, 400, /^Format error in JSON body/],
    [
      "a vector name that is not there",
      { query: [1, 0, 0, 0], using: "image" },
      400,
      /Not existing vector name error: image/,
    ],
    ["an id that is none", { query: "somewhere" }, 400, /^Format error in JSON body/],
    [
      "a field without an index",
      { query: { order_by: "author.age" } },
      400,
      /No range index for `order_by` key: `author.age`/,
    ],
  ])("with %s", async (_what, request, status, message) => {
    const answer = await qdrant.ask("POST", `/collections/${qdrant.name}/points/query`, request);
    expect([answer.status, answer.error]).toEqual([status, expect.stringMatching(message)]);
  });

  test("on a collection that is not there", async () => {
    expect((await refusalOf(qdrant.client.query("nope", { query: [1] }))).status).toBe(404);
  });
});

test.each([
  ["Euclid", [5, 13, 0]],
  ["Manhattan", [7, 17, 0]],
  ["Dot", [0, 0, 0]],
] as const)("scores by %s", async (distance, scores) => {
  const name = `${qdrant.name}_${distance}`;
  await qdrant.client.createCollection(name, { vectors: { size: 2, distance } });
  const vectors = [
    [3, 4],
    [5, 12],
    [0, 0],
  ];
  await qdrant.client.upsert(name, { wait: true, points: vectors.map((vector, id) => ({ id, vector })) });
  const { points } = await qdrant.client.query(name, { query: [0, 0], limit: 3 });
  expect(points.map((found) => found.score)).toEqual([...scores].sort((a, b) => a - b));
  const near = await qdrant.client.query(name, { query: [0, 0], limit: 3, score_threshold: 6 });
  expect(near.points.map((found) => found.id)).toEqual(
    distance === "Euclid" ? [2, 0] : distance === "Manhattan" ? [2] : [],
  );
  await qdrant.client.deleteCollection(name);
});
