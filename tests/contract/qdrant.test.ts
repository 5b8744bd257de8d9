import { join } from "node:path";
import { QdrantClient } from "@qdrant/js-client-rest";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startQdrant } from "#localstack/services/qdrant.ts";
import type { Service } from "#localstack/services/serve.ts";
import { spawnEmulator, startOnTakenPort, suiteDir, tearTail, tempDir } from "./emulator.ts";

const given = process.env["CONTRACT_QDRANT_URL"];
const apiKey = process.env["QDRANT_API_KEY"] ?? "contract-key";
let service: Service | undefined;
let url: string;
let client: QdrantClient;
let name: string;
let count = 0;

function connect(to: string, key = apiKey): QdrantClient {
  return new QdrantClient({ url: to, apiKey: key, checkCompatibility: false });
}

/** The id of the n-th point: a UUID, as the product uses. */
function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** Point n of 40: four directions, two tenants, growing page numbers. */
function point(n: number): { id: string; vector: number[]; payload: Record<string, unknown> } {
  const vector = [0.01 * n, 0, 0, 0];
  vector[n % 4] = 1;
  const payload = {
    tenant_id: n % 2 === 0 ? "even" : "odd",
    page: n,
    enabled: n % 5 !== 0,
    tags: [`t${n % 3}`, "all"],
    note: n === 1 ? null : "Red Apple",
  };
  return { id: uuid(n), vector, payload };
}

async function statusOf(work: Promise<unknown>): Promise<number> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as { status?: number },
  );
  return error?.status ?? 0;
}

const must = (...conditions: object[]): { must: object[] } => ({ must: conditions });
const tenant = (value: string): object => ({ key: "tenant_id", match: { value } });

beforeAll(async () => {
  if (!given) service = await startQdrant({ port: 0, dataDir: suiteDir("qdrant"), apiKey });
  url = given ?? service?.url ?? "";
  client = connect(url);
});

afterAll(async () => {
  await service?.stop();
});

beforeEach(async () => {
  name = `contract_${process.pid}_${count++}`;
  await client.createCollection(name, {
    vectors: { size: 4, distance: "Cosine" },
    hnsw_config: { m: 0, payload_m: 16 },
  });
  await client.createPayloadIndex(name, {
    wait: true,
    field_name: "tenant_id",
    field_schema: { type: "keyword", is_tenant: true },
  });
  await client.createPayloadIndex(name, { wait: true, field_name: "page", field_schema: "integer" });
  await client.createPayloadIndex(name, { wait: true, field_name: "enabled", field_schema: "bool" });
  await client.upsert(name, { wait: true, points: Array.from({ length: 40 }, (_, n) => point(39 - n)) });
  return async () => {
    await client.deleteCollection(name);
  };
});

async function pages(filter: object): Promise<number[]> {
  const { points } = await client.scroll(name, { filter, limit: 100 });
  return points.map((found) => Number(found.payload?.["page"])).sort((a, b) => a - b);
}

describe("collections", () => {
  test("are created once, described, found and deleted", async () => {
    expect(await statusOf(client.createCollection(name, { vectors: { size: 4, distance: "Cosine" } }))).toBe(409);
    const info = await client.getCollection(name);
    expect(info).toMatchObject({ points_count: 40, config: { params: { vectors: { size: 4, distance: "Cosine" } } } });
    expect(info.payload_schema["tenant_id"]?.data_type).toBe("keyword");
    expect((await client.collectionExists(name)).exists).toBe(true);
    expect((await client.collectionExists("nope")).exists).toBe(false);
    expect(await statusOf(client.getCollection("nope"))).toBe(404);
    expect((await client.getCollections()).collections.map((entry) => entry.name)).toContain(name);
  });

  test("an alias moves from one to another without a gap", async () => {
    const alias = `${name}_live`;
    await client.updateCollectionAliases({ actions: [{ create_alias: { collection_name: name, alias_name: alias } }] });
    expect((await client.count(alias, { exact: true })).count).toBe(40);
    await client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name: alias } }] });
    expect(await statusOf(client.count(alias, { exact: true }))).toBe(404);
  });

  test("an alias takes no collection's name, no collection an alias's, and leads to a collection only", async () => {
    const alias = `${name}_name`;
    const point = (collection: string, at: string) =>
      client.updateCollectionAliases({ actions: [{ create_alias: { collection_name: collection, alias_name: at } }] });
    await point(name, alias);
    expect(await statusOf(point(name, name))).toBe(409);
    expect(await statusOf(point(alias, `${name}_second`))).toBe(404);
    expect(await statusOf(client.createCollection(alias, { vectors: { size: 4, distance: "Cosine" } }))).toBe(400);
    expect((await client.collectionExists(alias)).exists).toBe(true);
    await client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name: alias } }] });
  });

  test("one graph for each tenant is asked for by its settings and reported back", async () => {
    const own = `${name}_graphs`;
    await client.createCollection(own, {
      vectors: { size: 4, distance: "Cosine" },
      hnsw_config: { m: 0, payload_m: 16 },
    });
    await client.createPayloadIndex(own, {
      field_name: "tenant_id",
      field_schema: { type: "keyword", is_tenant: true },
      wait: true,
    });
    const info = await client.getCollection(own);
    expect(info.config.hnsw_config).toMatchObject({ m: 0, payload_m: 16 });
    expect(info.payload_schema["tenant_id"]).toMatchObject({ data_type: "keyword", params: { is_tenant: true } });
    await client.deleteCollection(own);
  });
});

describe("searching", () => {
  test("gives the nearest points of a tenant, nearest first, with exact cosine scores", async () => {
    const { points } = await client.query(name, {
      query: [0, 3, 0, 0],
      filter: must(tenant("odd")),
      limit: 3,
      with_payload: ["page"],
      with_vector: true,
    });
    expect(points.map((found) => found.payload)).toEqual([{ page: 1 }, { page: 5 }, { page: 9 }]);
    expect(points[0]?.score).toBeCloseTo(1 / Math.hypot(1, 0.01), 5);
    expect(Math.hypot(...((points[0]?.vector ?? []) as number[]))).toBeCloseTo(1, 5);
    const next = await client.query(name, { query: [0, 3, 0, 0], filter: must(tenant("odd")), limit: 2, offset: 1 });
    expect(next.points.map((found) => found.id)).toEqual([uuid(5), uuid(9)]);
  });

  test("cuts off at a score and answers batches in order", async () => {
    const close = await client.query(name, { query: [0, 0, 1, 0], score_threshold: 0.99, limit: 100 });
    expect(close.points.length).toBeGreaterThan(0);
    expect(close.points.every((found) => found.score >= 0.99)).toBe(true);
    const [first, second] = await client.queryBatch(name, {
      searches: [
        { query: [0, 1, 0, 0], limit: 1 },
        { query: uuid(2), limit: 1 },
      ],
    });
    expect(first?.points[0]?.id).toBe(uuid(1));
    expect(second?.points[0]?.id).toBe(uuid(6));
  });

  test("knows the other distances", async () => {
    const other = `${name}_euclid`;
    await client.createCollection(other, { vectors: { size: 2, distance: "Euclid" } });
    await client.upsert(other, {
      wait: true,
      points: [
        { id: 1, vector: [0, 0] },
        { id: 2, vector: [3, 4] },
      ],
    });
    const { points } = await client.query(other, { query: [0, 0], limit: 2 });
    expect(points.map((found) => [found.id, found.score])).toEqual([
      [1, 0],
      [2, 5],
    ]);
    await client.deleteCollection(other);
  });

  test("refuses a vector of another length and a strange id", async () => {
    expect(await statusOf(client.query(name, { query: [1, 2, 3], limit: 1 }))).toBe(400);
    expect(await statusOf(client.upsert(name, { points: [{ id: uuid(99), vector: [1] }] }))).toBe(400);
    expect(await statusOf(client.upsert(name, { points: [{ id: "not-a-uuid", vector: [1, 0, 0, 0] }] }))).toBe(400);
  });
});

describe("filters", () => {
  test.each<[string, object, number[]]>([
    ["match any on an indexed field", must({ key: "page", match: { any: [3, 5, 99] } }), [3, 5]],
    [
      "match except",
      must({ key: "tenant_id", match: { except: ["even"] } }, { key: "page", range: { lt: 4 } }),
      [1, 3],
    ],
    ["range", must({ key: "page", range: { gte: 10, lt: 13 } }), [10, 11, 12]],
    [
      "bool and must_not",
      { must: [{ key: "enabled", match: { value: false } }], must_not: [tenant("odd")] },
      [0, 10, 20, 30],
    ],
    [
      "should",
      {
        should: [
          { key: "page", match: { value: 2 } },
          { key: "page", match: { value: 7 } },
        ],
      },
      [2, 7],
    ],
    [
      "an array matches by any element",
      must({ key: "tags", match: { value: "t1" } }, { key: "page", range: { lte: 7 } }),
      [1, 4, 7],
    ],
    ["null", must({ is_null: { key: "note" } }), [1]],
    ["has_id", must({ has_id: [uuid(4), uuid(77)] }), [4]],
    ["a nested filter", must({ should: [tenant("odd")], must: [{ key: "page", range: { gt: 36 } }] }), [37, 39]],
  ])("%s", async (_what, filter, expected) => {
    expect(await pages(filter)).toEqual(expected);
    expect((await client.count(name, { filter, exact: true })).count).toBe(expected.length);
  });

  test("an unknown condition is refused", async () => {
    expect(await statusOf(client.count(name, { filter: { wish: [] } as object, exact: true }))).toBe(400);
  });
});

describe("points", () => {
  test("scroll gives each once in order of ids", async () => {
    const seen: unknown[] = [];
    let offset: string | number | undefined;
    do {
      const page = await client.scroll(name, {
        limit: 7,
        filter: must(tenant("even")),
        ...(offset === undefined ? {} : { offset }),
      });
      seen.push(...page.points.map((found) => found.id));
      offset = (page.next_page_offset ?? undefined) as string | undefined;
    } while (offset !== undefined);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => uuid(2 * n)));
  });

  test("an upsert overwrites vector, payload and index entries", async () => {
    await client.upsert(name, {
      wait: true,
      points: [{ id: uuid(1), vector: [0, 0, 0, 1], payload: { tenant_id: "moved" } }],
    });
    expect((await client.count(name, { exact: true })).count).toBe(40);
    expect((await client.count(name, { filter: must(tenant("moved")), exact: true })).count).toBe(1);
    expect(await pages(must(tenant("odd"), { key: "page", range: { lt: 3 } }))).toEqual([]);
    const [found] = await client.retrieve(name, { ids: [uuid(1)], with_vector: true });
    expect(found).toMatchObject({ payload: { tenant_id: "moved" }, vector: [0, 0, 0, 1] });
  });

  test("payloads are merged, replaced and cut by id or filter", async () => {
    await client.setPayload(name, { wait: true, payload: { enabled: false }, filter: must(tenant("odd")) });
    expect(
      (await client.count(name, { filter: must({ key: "enabled", match: { value: false } }), exact: true })).count,
    ).toBe(24);
    await client.overwritePayload(name, { wait: true, payload: { only: 1 }, points: [uuid(2)] });
    await client.deletePayload(name, { wait: true, keys: ["tags", "note"], points: [uuid(4)] });
    const found = await client.retrieve(name, { ids: [uuid(2), uuid(4)] });
    expect(found.map((entry) => entry.payload)).toEqual([{ only: 1 }, { tenant_id: "even", page: 4, enabled: true }]);
  });

  test("are deleted by id and by filter", async () => {
    await client.delete(name, { wait: true, points: [uuid(0)] });
    await client.delete(name, { wait: true, filter: must(tenant("odd")) });
    expect((await client.count(name, { exact: true })).count).toBe(19);
    expect((await client.query(name, { query: [1, 0, 0, 0], filter: must(tenant("odd")), limit: 5 })).points).toEqual(
      [],
    );
  });
});

test("a wrong key is refused, health checks need none", async () => {
  expect([401, 403]).toContain(await statusOf(connect(url, "wrong").getCollections()));
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await (await fetch(url)).json()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

describe.runIf(!given)("the emulator", () => {
  test("keeps what it answered through kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const first = await spawnEmulator("qdrant", dataDir, { QDRANT_API_KEY: apiKey });
    const writer = connect(first.url);
    await writer.createCollection("kept", { vectors: { size: 4, distance: "Cosine" } });
    await writer.createPayloadIndex("kept", { field_name: "tenant_id", field_schema: "keyword" });
    await writer.upsert("kept", { points: [point(1), point(2), point(3)] });
    await writer.delete("kept", { points: [uuid(3)] });
    const before = await writer.query("kept", {
      query: [0, 1, 0.5, 0],
      limit: 5,
      with_payload: true,
      with_vector: true,
    });
    await first.end("SIGKILL");
    tearTail(join(dataDir, "qdrant.journal"));

    const second = await spawnEmulator("qdrant", dataDir, { QDRANT_API_KEY: apiKey });
    const reader = connect(second.url);
    const after = await reader.query("kept", {
      query: [0, 1, 0.5, 0],
      limit: 5,
      with_payload: true,
      with_vector: true,
    });
    expect(after.points).toEqual(before.points);
    expect((await reader.count("kept", { filter: must(tenant("odd")), exact: true })).count).toBe(1);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("qdrant");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^qdrant cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
