import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { spawnEmulator, startOnTakenPort, tearTail, tempDir } from "./emulator.ts";
import { apiKey, connect, given, is, must, readOnlyApiKey, refusalOf, useQdrant } from "./qdrant-client.ts";

const qdrant = useQdrant((client, name) =>
  client.upsert(name, { wait: true, points: [{ id: 1, vector: [1, 0, 0, 0] }] }),
);

describe("a key", () => {
  test.each([
    ["missing", {}, "Must provide an API key or an Authorization bearer token"],
    ["wrong", { "api-key": "wrong" }, "Invalid API key or JWT"],
  ])("that is %s is refused in plain text", async (_what, headers, message) => {
    const response = await fetch(`${qdrant.url}/collections`, { headers });
    expect([response.status, await response.text()]).toEqual([401, message]);
  });

  test("is taken as a bearer token too", async () => {
    const response = await fetch(`${qdrant.url}/collections`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(response.status).toBe(200);
  });

  test.runIf(readOnlyApiKey)("for reading reads and changes nothing", async () => {
    const reader = connect(qdrant.url, readOnlyApiKey);
    expect(await reader.count(qdrant.name)).toEqual({ count: 1 });
    expect((await reader.query(qdrant.name, { query: [1, 0, 0, 0] })).points).toHaveLength(1);
    const refusal = { status: 403, error: "Forbidden: Global manage access is required" };
    expect(await refusalOf(reader.deleteCollection(qdrant.name))).toEqual(refusal);
    expect(await refusalOf(reader.delete(qdrant.name, { wait: true, points: [1] }))).toEqual(refusal);
    expect(await qdrant.client.count(qdrant.name)).toEqual({ count: 1 });
  });
});

describe("without a key", () => {
  test("health checks are answered", async () => {
    const answer = async (path: string) => (await fetch(`${qdrant.url}${path}`)).text();
    expect(await answer("/healthz")).toBe("healthz check passed");
    expect(await answer("/livez")).toBe("healthz check passed");
    expect(await answer("/readyz")).toBe("all shards are ready");
  });

  test("the version is told, as the client asks for it", async () => {
    expect(await connect(qdrant.url, "none").versionInfo()).toMatchObject({
      title: "qdrant - vector search engine",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });
});

describe("what is not there", () => {
  test("is answered with nothing but 404", async () => {
    for (const [method, path] of [
      ["GET", "/nope"],
      ["POST", "/collections"],
      ["GET", "/collections/a/b"],
      ["PUT", "/aliases"],
    ] as const) {
      const response = await fetch(`${qdrant.url}${path}`, { method, headers: { "api-key": apiKey } });
      expect([path, response.status, await response.text()]).toEqual([path, 404, ""]);
    }
  });

  test("is a cluster: a server alone says so", async () => {
    expect((await qdrant.ask("GET", "/cluster")).body).toMatchObject({ result: { status: "disabled" } });
    expect(await qdrant.ask("PUT", `/collections/${qdrant.name}/shards`, { shard_key: "a" })).toMatchObject({
      status: 405,
      error: "Qdrant is running in standalone mode",
    });
  });
});

describe.runIf(!given)("the embedded server", () => {
  const points = (action: string) => `/points/${action}`;

  test.each<[string, string, string, object]>([
    ["recommendation", "POST", points("recommend"), { positive: [1], limit: 1 }],
    ["discovery", "POST", points("discover"), { context: [], limit: 1 }],
    ["grouping", "POST", points("query/groups"), { group_by: "a" }],
    ["a distance matrix", "POST", points("search/matrix/pairs"), {}],
    [
      "fusion of prefetched points",
      "POST",
      points("query"),
      { prefetch: [{ query: [1, 0, 0, 0] }], query: { fusion: "rrf" } },
    ],
    ["a formula", "POST", points("query"), { query: { formula: { sum: ["$score", 1] } } }],
    ["a random sample", "POST", points("query"), { query: { sample: "random" } }],
    ["inference", "POST", points("query"), { query: { text: "a", model: "b" } }],
    [
      "a place",
      "POST",
      points("count"),
      { filter: must({ key: "a", geo_radius: { center: { lat: 1, lon: 1 }, radius: 1 } }) },
    ],
    ["a slice", "POST", points("count"), { filter: must({ slice: { total: 2, index: 0 } }) }],
    ["vectors alone", "PUT", points("vectors"), { points: [{ id: 1, vector: [1, 0, 0, 0] }] }],
    [
      "a conditional upsert",
      "PUT",
      "/points",
      { points: [{ id: 1, vector: [1, 0, 0, 0] }], update_filter: must(is("a", 1)) },
    ],
    ["a point without a vector", "PUT", "/points", { points: [{ id: 2, vector: {} }] }],
    ["an index of places", "PUT", "/index", { field_name: "a", field_schema: "geo" }],
    [
      "stemming",
      "PUT",
      "/index",
      { field_name: "a", field_schema: { type: "text", stemmer: { type: "snowball", language: "english" } } },
    ],
    ["strict mode", "PATCH", "", { strict_mode_config: { enabled: true } }],
    ["snapshots", "POST", "/snapshots", {}],
    ["named vectors", "PUT", "_new", { vectors: { image: { size: 4, distance: "Dot" } } }],
    ["sparse vectors", "PUT", "_new", { vectors: { size: 4, distance: "Dot" }, sparse_vectors: { text: {} } }],
    [
      "multi-vectors",
      "PUT",
      "_new",
      { vectors: { size: 4, distance: "Dot", multivector_config: { comparator: "max_sim" } } },
    ],
    ["small numbers", "PUT", "_new", { vectors: { size: 4, distance: "Dot", datatype: "uint8" } }],
  ])("refuses %s", async (_what, method, path, body) => {
    const answer = await qdrant.ask(method, `/collections/${qdrant.name}${path}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      status: { error: expect.stringMatching(/is not supported by this server$/) },
      time: expect.any(Number),
    });
  });

  test("refuses an id larger than it can hold instead of taking another one", async () => {
    const response = await fetch(`${qdrant.url}/collections/${qdrant.name}/points?wait=true`, {
      method: "PUT",
      headers: { "api-key": apiKey, "content-type": "application/json" },
      body: '{"points":[{"id":9007199254740993,"vector":[1,0,0,0]}]}',
    });
    expect(response.status).toBe(400);
    expect(await qdrant.client.count(qdrant.name)).toEqual({ count: 1 });
  });

  test("keeps what it answered through kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const env = { QDRANT_API_KEY: apiKey };
    const first = await spawnEmulator("qdrant", dataDir, env);
    const writer = connect(first.url);
    await writer.createCollection("kept", { vectors: { size: 4, distance: "Cosine" } });
    await writer.createPayloadIndex("kept", { field_name: "kind", field_schema: "keyword" });
    await writer.updateCollection("kept", { hnsw_config: { ef_construct: 77 } });
    await writer.updateCollectionAliases({
      actions: [{ create_alias: { collection_name: "kept", alias_name: "alias" } }],
    });
    const vectors = [
      [0, 1, 0, 0],
      [0, 1, 1, 0],
      [0.1, 0.7, 0, 0.3],
    ];
    await writer.upsert("kept", { points: vectors.map((vector, id) => ({ id, vector, payload: { kind: `k${id}` } })) });
    await writer.delete("kept", { points: [1] });
    const whole = { query: [0, 1, 0.5, 0], limit: 5, with_payload: true, with_vector: true };
    const before = [await writer.query("alias", whole), await writer.getCollection("kept")];
    await first.end("SIGKILL");
    tearTail(join(dataDir, "qdrant.journal"));

    const second = await spawnEmulator("qdrant", dataDir, env);
    const reader = connect(second.url);
    expect([await reader.query("alias", whole), await reader.getCollection("kept")]).toEqual(before);
    expect(await reader.count("kept", { filter: must(is("kind", "k2")) })).toEqual({ count: 1 });
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("qdrant");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^qdrant cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
