import { describe, expect, test } from "vitest";
import { type Blog, blogsForEachTest, client, name, raw } from "./typesense-client.ts";

blogsForEachTest();

type Result = { found?: number; code?: number; error?: string; hits?: { document: Blog }[] };
const many = async (searches: unknown, query = "") => {
  const answer = await raw("POST", `/multi_search${query}`, { body: JSON.stringify({ searches }) });
  return { ...answer, results: ((answer.body as { results?: Result[] }).results ?? []) as Result[] };
};
const all = () => ({ collection: name, q: "*", query_by: "title" });

describe("many searches", () => {
  test("share the parameters of the address, each may have its own", async () => {
    const query = `?collection=${name}&query_by=title&q=*&per_page=1`;
    const { results } = await many([{}, { per_page: 2 }, { q: "marketing" }], query);
    expect(results.map((result) => [result.found, result.hits?.length])).toEqual([
      [6, 1],
      [6, 2],
      [2, 1],
    ]);
  });

  test("have to meet the filter of the address and their own", async () => {
    const filter = `?filter_by=${encodeURIComponent("words:>100 || words:<0")}`;
    const { results } = await many([all(), { ...all(), filter_by: "tenantId:=ten_1 || words:0" }], filter);
    expect(results.map((result) => result.found)).toEqual([5, 2]);
  });

  test("fail one by one, each with its own code", async () => {
    const { status, results } = await many([
      { ...all(), q: undefined },
      { ...all(), collection: "none" },
      { ...all(), query_by: "nope", q: "x" },
      { ...all(), per_page: 251 },
      { ...all(), filter_by: ["a"] },
      all(),
    ]);
    expect(status).toBe(200);
    expect(results.map(({ code, error, found }) => [code ?? 200, error ?? found])).toEqual([
      [400, "Parameter `q` is required."],
      [404, "Collection not found"],
      [404, "Could not find a field named `nope` in the schema."],
      [422, "Only upto 250 hits can be fetched per page."],
      [400, expect.any(String)],
      [200, 6],
    ]);
  });

  test("are refused whole when there are too many, or none to read", async () => {
    const message = "Number of multi searches exceeds `limit_multi_searches` parameter.";
    expect(await many(Array.from({ length: 51 }, all))).toMatchObject({ status: 400, body: { message } });
    expect(await many([all(), all()], "?limit_multi_searches=1")).toMatchObject({ status: 400, body: { message } });
    expect(await many("x")).toMatchObject({ status: 400, body: { message: "Missing `searches` array." } });
    expect(await raw("POST", "/multi_search", { body: "{" })).toMatchObject({
      status: 400,
      body: { message: "Bad JSON." },
    });
  });

  test("may each bring a key of their own", async () => {
    const parent = await client.keys().create({ description: "d", actions: ["documents:search"], collections: [name] });
    const scoped = client.keys().generateScopedSearchKey(parent.value ?? "", { filter_by: "tenantId:=ten_1" });
    const { results } = await many([all(), { ...all(), "x-typesense-api-key": scoped }]);
    expect(results.map((result) => result.found)).toEqual([6, 3]);
    expect((await many([all(), { ...all(), "x-typesense-api-key": "wrong" }])).status).toBe(401);
    await client.keys(parent.id).delete();
  });

  test("are refused whole when one is about a collection the key is not for", async () => {
    const { id, value = "" } = await client
      .keys()
      .create({ description: "d", actions: ["documents:search"], collections: [name] });
    const ask = (searches: object[]) =>
      raw("POST", "/multi_search", { key: value, body: JSON.stringify({ searches }) });
    expect((await ask([all()])).status).toBe(200);
    expect((await ask([all(), { ...all(), collection: "other" }])).status).toBe(401);
    await client.keys(id).delete();
  });
});
