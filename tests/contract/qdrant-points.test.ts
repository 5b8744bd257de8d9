import { describe, expect, test } from "vitest";
import { apiKey, is, must, refusalOf, useQdrant, uuid } from "./qdrant-client.ts";

const qdrant = useQdrant(
  (client, name) =>
    client.upsert(name, {
      wait: true,
      points: [1, 2, 3, 4].map((id) => ({
        id,
        vector: [id, 0, 0, 1],
        payload: { n: id, kind: id % 2 === 0 ? "even" : "odd", deep: { a: 1, list: [{ b: 1 }, { b: 2 }] } },
      })),
    }),
  "Dot",
);

async function payloadOf(id: number | string): Promise<unknown> {
  const [found] = await qdrant.client.retrieve(qdrant.name, { ids: [id] });
  return found?.payload;
}

async function ids(filter?: object): Promise<unknown[]> {
  const { points } = await qdrant.client.scroll(qdrant.name, { limit: 100, ...(filter ? { filter } : {}) });
  return points.map((point) => point.id);
}

describe("upserting", () => {
  test("stores new points and overwrites present ones whole", async () => {
    await qdrant.client.upsert(qdrant.name, {
      wait: true,
      points: [
        { id: 1, vector: [0, 0, 0, 9], payload: { fresh: true } },
        { id: 5, vector: [0, 0, 1, 0] },
      ],
    });
    const found = await qdrant.client.retrieve(qdrant.name, { ids: [1, 5], with_vector: true });
    expect(found).toEqual([
      { id: 1, payload: { fresh: true }, vector: [0, 0, 0, 9] },
      { id: 5, payload: {}, vector: [0, 0, 1, 0] },
    ]);
  });

  test("takes columns", async () => {
    await qdrant.client.upsert(qdrant.name, {
      wait: true,
      batch: {
        ids: [7, 8],
        vectors: [
          [1, 1, 1, 1],
          [2, 2, 2, 2],
        ],
        payloads: [{ x: 1 }, null] as never,
      },
    });
    expect([await payloadOf(7), await payloadOf(8)]).toEqual([{ x: 1 }, {}]);
  });

  test("takes integers and UUIDs in every spelling as ids", async () => {
    const spellings = [uuid(9), uuid(9).toUpperCase(), uuid(9).replaceAll("-", ""), `urn:uuid:${uuid(9)}`];
    for (const id of spellings)
      await qdrant.client.upsert(qdrant.name, { wait: true, points: [{ id, vector: [1, 0, 0, 0] }] });
    expect(await ids()).toEqual([1, 2, 3, 4, uuid(9)]);
  });

  test("keeps numbers as the 32-bit floats they are", async () => {
    const vector = [0.19, 0.1, -1.5e-7, 16_777_217];
    await qdrant.client.upsert(qdrant.name, { wait: true, points: [{ id: 6, vector }] });
    const [found] = await qdrant.client.retrieve(qdrant.name, { ids: [6], with_vector: true });
    expect(found?.vector).toEqual([0.19, 0.1, -1.5e-7, 16_777_216]);
  });

  test("answers whether the change was waited for", async () => {
    const points = [{ id: 1, vector: [1, 0, 0, 0] }];
    expect(await qdrant.client.upsert(qdrant.name, { wait: true, points })).toMatchObject({ status: "completed" });
    expect(await qdrant.client.upsert(qdrant.name, { wait: false, points })).toMatchObject({ status: "acknowledged" });
  });

  test.each([
    ["another length", { points: [{ id: 1, vector: [1] }] }, 400, /Vector dimension error: expected dim: 4, got 1/],
    ["no numbers", { points: [{ id: 1, vector: [] }] }, 422, /must not be empty/],
    [
      "a name that is not there",
      { points: [{ id: 1, vector: { image: [1, 0, 0, 0] } }] },
      400,
      /Not existing vector name error: image/,
    ],
    ["an id that is none", { points: [{ id: "x", vector: [1, 0, 0, 0] }] }, 400, /is not a valid point ID/],
    ["a negative id", { points: [{ id: -1, vector: [1, 0, 0, 0] }] }, 400, /./],
    [
      "a payload that is no object",
      { points: [{ id: 1, vector: [1, 0, 0, 0], payload: "x" }] },
      400,
      /^Format error in JSON body/,
    ],
    [
      "columns of different lengths",
      { batch: { ids: [1, 2], vectors: [[1, 0, 0, 0]] } },
      422,
      /number of ids and vectors must be equal \(2 != 1\)/,
    ],
    ["nothing to store", {}, 400, /^Format error in JSON body/],
  ])("refuses %s and stores nothing", async (_what, body, status, message) => {
    const answer = await qdrant.ask("PUT", `/collections/${qdrant.name}/points?wait=true`, body);
    expect([answer.status, answer.error]).toEqual([status, expect.stringMatching(message)]);
    expect((await qdrant.client.retrieve(qdrant.name, { ids: [1] }))[0]?.payload).toMatchObject({ n: 1 });
  });

  test("refuses a body that is no JSON", async () => {
    const response = await fetch(`${qdrant.url}/collections/${qdrant.name}/points`, {
      method: "PUT",
      headers: { "api-key": apiKey, "content-type": "application/json" },
      body: "{ not json",
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { status: { error: expect.stringMatching(/^Format error in JSON body: /) }, time: expect.any(Number) },
    ]);
  });
});

describe("retrieving", () => {
  test("gives points in the order asked for and leaves out those that are not there", async () => {
    const found = await qdrant.client.retrieve(qdrant.name, { ids: [3, 99, 1], with_payload: ["n"] });
    expect(found).toEqual([
      { id: 3, payload: { n: 3 } },
      { id: 1, payload: { n: 1 } },
    ]);
  });

  test("gives one point whole", async () => {
    const { body } = await qdrant.ask("GET", `/collections/${qdrant.name}/points/2`);
    expect(body).toMatchObject({ status: "ok", result: { id: 2, vector: [2, 0, 0, 1], payload: { n: 2 } } });
  });

  test("says that one point is not there, or that its id is none", async () => {
    const path = `/collections/${qdrant.name}/points`;
    expect(await qdrant.ask("GET", `${path}/99`)).toMatchObject({
      status: 404,
      error: "Not found: Point with id 99 does not exists!",
    });
    expect(await qdrant.ask("GET", `${path}/abc`)).toMatchObject({
      status: 400,
      error: 'Wrong input: Can not recognize "abc" as point id',
    });
  });
});

describe("a payload", () => {
  test("takes in fields and loses those set to null", async () => {
    await qdrant.client.setPayload(qdrant.name, { wait: true, payload: { n: 10, x: "y", kind: null }, points: [1] });
    expect(await payloadOf(1)).toEqual({ n: 10, x: "y", deep: { a: 1, list: [{ b: 1 }, { b: 2 }] } });
  });

  test("takes in fields where a filter matches", async () => {
    await qdrant.client.setPayload(qdrant.name, {
      wait: true,
      payload: { seen: true },
      filter: must(is("kind", "odd")),
    });
    expect(await ids(must(is("seen", true)))).toEqual([1, 3]);
  });

  test.each<[string, string, unknown]>([
    ["an object", "deep", { a: 1, list: [{ b: 1 }, { b: 2 }], c: 3 }],
    ["an object that is not there", "deep.new.one", { a: 1, list: [{ b: 1 }, { b: 2 }], new: { one: { c: 3 } } }],
    ["an element", "deep.list[1]", { a: 1, list: [{ b: 1 }, { b: 2, c: 3 }] }],
    [
      "every element",
      "deep.list[]",
      {
        a: 1,
        list: [
          { b: 1, c: 3 },
          { b: 2, c: 3 },
        ],
      },
    ],
    ["a value in its place", "deep.a", { a: { c: 3 }, list: [{ b: 1 }, { b: 2 }] }],
  ])("takes in fields at the path of %s", async (_what, key, deep) => {
    await qdrant.client.setPayload(qdrant.name, { wait: true, key, payload: { c: 3 }, points: [1] });
    expect(await payloadOf(1)).toEqual({ n: 1, kind: "odd", deep });
  });

  test("is replaced whole", async () => {
    await qdrant.client.overwritePayload(qdrant.name, { wait: true, payload: { only: 1 }, points: [2] });
    expect(await payloadOf(2)).toEqual({ only: 1 });
  });

  test("loses keys and paths", async () => {
    await qdrant.client.deletePayload(qdrant.name, {
      wait: true,
      keys: ["kind", "deep.list[].b", "nope"],
      points: [2],
    });
    expect(await payloadOf(2)).toEqual({ n: 2, deep: { a: 1, list: [{}, {}] } });
  });

  test("is cleared by ids and by filter", async () => {
    await qdrant.client.clearPayload(qdrant.name, { wait: true, points: [1] });
    await qdrant.client.clearPayload(qdrant.name, { wait: true, filter: must(is("n", 4)) });
    expect([await payloadOf(1), await payloadOf(2), await payloadOf(4)]).toEqual([
      {},
      expect.objectContaining({ n: 2 }),
      {},
    ]);
  });

  test("of a point that is not there is not changed", async () => {
    const work = qdrant.client.setPayload(qdrant.name, { wait: true, payload: { a: 1 }, points: [99] });
    expect(await refusalOf(work)).toEqual({ status: 404, error: "Not found: No point with id 99 found" });
  });

  test("is not changed without saying where", async () => {
    const { status, error } = await qdrant.ask("POST", `/collections/${qdrant.name}/points/payload`, {
      payload: { a: 1 },
    });
    expect(status).toBe(400);
    expect(error).toContain("Either list of point ids or filter must be provided");
  });
});

describe("deleting", () => {
  test("takes ids, also of points that are not there", async () => {
    await qdrant.client.delete(qdrant.name, { wait: true, points: [1, 99] });
    expect(await ids()).toEqual([2, 3, 4]);
  });

  test("takes a filter", async () => {
    await qdrant.client.delete(qdrant.name, { wait: true, filter: must(is("kind", "even")) });
    expect(await ids()).toEqual([1, 3]);
  });

  test("leaves nothing of a point to be found, also where its place is taken again", async () => {
    await qdrant.client.createPayloadIndex(qdrant.name, { wait: true, field_name: "kind", field_schema: "keyword" });
    await qdrant.client.delete(qdrant.name, { wait: true, points: [1] });
    await qdrant.client.upsert(qdrant.name, {
      wait: true,
      points: [{ id: 50, vector: [0, 1, 0, 0], payload: { kind: "even" } }],
    });
    expect(await ids(must(is("kind", "odd")))).toEqual([3]);
    const { points } = await qdrant.client.query(qdrant.name, { query: [1, 0, 0, 0], limit: 10 });
    expect(points.map((point) => point.id).sort()).toEqual([2, 3, 4, 50].sort());
  });
});

describe("a batch of changes", () => {
  test("is applied in order, each seeing those before it", async () => {
    const answers = await qdrant.client.batchUpdate(qdrant.name, {
      wait: true,
      operations: [
        { upsert: { points: [{ id: 10, vector: [1, 1, 1, 1], payload: { kind: "new" } }] } },
        { set_payload: { payload: { seen: true }, filter: must(is("kind", "new")) } },
        { overwrite_payload: { payload: { a: 1, b: 2 }, points: [1] } },
        { delete_payload: { keys: ["a"], points: [1] } },
        { clear_payload: { points: [2] } },
        { delete: { points: [3] } },
      ],
    });
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 6 }, () => "completed"));
    expect(await Promise.all([10, 1, 2].map(payloadOf))).toEqual([{ kind: "new", seen: true }, { b: 2 }, {}]);
    expect(await ids()).toEqual([1, 2, 4, 10]);
  });

  test("with a malformed operation changes nothing", async () => {
    const { status } = await qdrant.ask("POST", `/collections/${qdrant.name}/points/batch?wait=true`, {
      operations: [{ delete: { points: [1] } }, { set_payload: { payload: 5, points: [2] } }],
    });
    expect(status).toBe(400);
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });
});
