import { createHmac } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { blogsForEachTest, client, connect, name, raw, refusal, url } from "./typesense-client.ts";

blogsForEachTest();

const forbidden = "Forbidden - a valid `x-typesense-api-key` header must be sent.";
const inAMinute = () => Math.floor(Date.now() / 1_000) + 60;

async function key(actions: string[], collections: string[] = [".*"], more: object = {}): Promise<string> {
  const made = await client.keys().create({ description: "contract", actions, collections, ...more });
  onTestFinished(async () => {
    await client.keys(made.id).delete();
  });
  return made.value ?? "";
}

function scoped(parent: string, parameters: object): string {
  return client.keys().generateScopedSearchKey(parent, parameters);
}

const search = async (with_: string, query = "") =>
  raw("GET", `/collections/${name}/documents/search?q=*&query_by=title${query}`, { key: with_ });
const status = async (with_: string, query = "") => (await search(with_, query)).status;
const seen = async (with_: string, query = "") => ((await search(with_, query)).body as { found?: number }).found;

describe("every route asks for its action", () => {
  const doc = `/documents/blg_1`;
  const routes: [string, string, string, string?][] = [
    ["collections:list", "GET", "/collections"],
    ["collections:get", "GET", "/collections/NAME"],
    ["collections:update", "PATCH", "/collections/NAME", '{"metadata":{}}'],
    ["documents:search", "GET", "/collections/NAME/documents/search?q=*"],
    ["documents:search", "POST", "/multi_search", '{"searches":[{"collection":"NAME","q":"*"}]}'],
    ["documents:get", "GET", `/collections/NAME${doc}`],
    ["documents:create", "POST", "/collections/NAME/documents?action=emplace", '{"id":"blg_1"}'],
    ["documents:update", "PATCH", `/collections/NAME${doc}`, '{"words":1}'],
    ["documents:update", "PATCH", "/collections/NAME/documents?filter_by=words:1", "{}"],
    ["documents:import", "POST", "/collections/NAME/documents/import?action=update", '{"id":"blg_1"}'],
    ["documents:export", "GET", "/collections/NAME/documents/export"],
    ["documents:delete", "DELETE", `/collections/NAME${doc}`],
    ["documents:delete", "DELETE", "/collections/NAME/documents?filter_by=words:1"],
    ["collections:delete", "DELETE", "/collections/none_NAME"],
    ["collections:create", "POST", "/collections", '{"name":"none_NAME"}'],
    ["aliases:list", "GET", "/aliases"],
    ["aliases:get", "GET", "/aliases/none"],
    ["aliases:upsert", "PUT", "/aliases/none", "{}"],
    ["aliases:delete", "DELETE", "/aliases/none"],
    ["keys:list", "GET", "/keys"],
    ["keys:get", "GET", "/keys/999999"],
    ["keys:create", "POST", "/keys", "{}"],
    ["keys:delete", "DELETE", "/keys/999999"],
    ["metrics.json:list", "GET", "/metrics.json"],
    ["stats.json:list", "GET", "/stats.json"],
    ["debug:list", "GET", "/debug"],
  ];

  test.each(routes)("%s for %s %s", async (action, method, path, body) => {
    const ask = async (with_: string) => {
      const filled = (text: string) => text.replaceAll("NAME", name);
      return raw(method, filled(path), { key: with_, ...(body === undefined ? {} : { body: filled(body) }) });
    };
    const others = routes.map(([other]) => other).filter((other) => other !== action);
    expect((await ask(await key(others))).status).toBe(401);
    expect(await ask("")).toMatchObject({ status: 401, body: { message: forbidden } });
    expect((await ask(await key([`${action.split(":")[0]}:*`]))).status).not.toBe(401);
    expect((await ask(await key([action]))).status).not.toBe(401);
  });
});

describe("a key", () => {
  test.each<[string[], number]>([
    [["*"], 200],
    [[".*"], 200],
    [["blogs_.*"], 200],
    [["NAME"], 200],
    [["other", "NAME"], 200],
    [["other"], 401],
    [["blogs"], 401],
    [["NAME.+"], 401],
    [["("], 401],
  ])("for collections %j", async (collections, expected) => {
    const own = collections.map((pattern) => pattern.replace("NAME", name));
    expect(await status(await key(["documents:search"], own))).toBe(expected);
  });

  test("opens an alias by the alias's name", async () => {
    const alias = `${name}_alias`;
    await client.aliases().upsert(alias, { collection_name: name });
    const found = async (with_: string) =>
      (await raw("GET", `/collections/${alias}/documents/search?q=*`, { key: with_ })).status;
    expect(await found(await key(["documents:search"], [alias]))).toBe(200);
    expect(await found(await key(["documents:search"], [name]))).toBe(401);
    await client.aliases(alias).delete();
  });

  test("shows only collections it is for", async () => {
    const listed = (await raw("GET", "/collections", { key: await key(["collections:*"], [name]) })).body;
    expect((listed as { name: string }[]).map((collection) => collection.name)).toEqual([name]);
  });

  test("ends when it expires", async () => {
    expect(await status(await key(["documents:search"], [".*"], { expires_at: inAMinute() }))).toBe(200);
    expect(await status(await key(["documents:search"], [".*"], { expires_at: inAMinute() - 120 }))).toBe(401);
  });

  test("is shown whole once, afterwards only how it begins", async () => {
    const made = await client.keys().create({ description: "d", actions: ["documents:search"], collections: ["*"] });
    expect(made.value).toHaveLength(32);
    const again = await client.keys(made.id).retrieve();
    expect(again).toMatchObject({ id: made.id, description: "d", value_prefix: made.value?.slice(0, 4) });
    expect(again).not.toHaveProperty("value");
    expect(await client.keys(made.id).delete()).toEqual({ id: made.id });
    expect(await refusal(client.keys(made.id).retrieve())).toEqual([404, "Not found."]);
  });

  test.each<[object, string]>([
    [{ actions: ["*"], collections: ["*"] }, "Could not find a `description` key."],
    [{ description: "d", collections: ["*"] }, "Could not find a `actions` key."],
    [
      { description: "d", actions: [], collections: ["*"] },
      "Wrong format for `actions`. It should be an array of string.",
    ],
    [
      { description: "d", actions: ["*"], collections: [1] },
      "Wrong format for `collections`. It should be an array of string.",
    ],
    [
      { description: "d", actions: ["*"], collections: ["*"], expires_at: "soon" },
      "Wrong format for `expires_at`. It should be an unsigned integer.",
    ],
    [{ description: "d", actions: ["*"], collections: ["*"], value: 7 }, "Key value must be a string."],
  ])("of %j is refused", async (body, message) => {
    expect(await raw("POST", "/keys", { body: JSON.stringify(body) })).toMatchObject({
      status: 400,
      body: { message },
    });
  });
});

describe("a scoped key", () => {
  const tenant = { filter_by: "tenantId:=ten_1" };

  test("adds its filter to whatever is asked", async () => {
    const own = scoped(await key(["documents:search"]), tenant);
    expect(await seen(own)).toBe(3);
    expect(await seen(own, `&filter_by=${encodeURIComponent("tenantId:=ten_0 || words:>0")}`)).toBe(3);
    expect(await seen(own, `&filter_by=${encodeURIComponent("tenantId:=ten_0")}`)).toBe(0);
  });

  test("overrides the parameters it names", async () => {
    const own = scoped(await key(["documents:search"]), { ...tenant, per_page: 1, exclude_fields: "words" });
    const { hits } = (await search(own, "&per_page=9&exclude_fields=")).body as { hits: { document: object }[] };
    expect(hits).toHaveLength(1);
    expect(hits[0]?.document).not.toHaveProperty("words");
  });

  test("can be any number of keys of one parent, and ends with it or before", async () => {
    const parent = await key(["documents:search"], [".*"], { expires_at: inAMinute() });
    expect(await status(scoped(parent, { ...tenant, expires_at: inAMinute() + 600 }))).toBe(200);
    expect(await status(scoped(parent, { ...tenant, expires_at: inAMinute() - 120 }))).toBe(401);
    const ended = await key(["documents:search"], [".*"], { expires_at: inAMinute() - 120 });
    expect(await status(scoped(ended, { ...tenant, expires_at: inAMinute() }))).toBe(401);
  });

  test("comes only from a key that does nothing but search", async () => {
    for (const actions of [["*"], ["documents:*"], ["documents:search", "documents:get"]])
      expect(await status(scoped(await key(actions), tenant))).toBe(401);
  });

  test("does nothing but search, and only where its parent may", async () => {
    const parent = await key(["documents:search"], [name]);
    const own = scoped(parent, tenant);
    expect((await raw("GET", `/collections/${name}/documents/blg_1`, { key: own })).status).toBe(401);
    expect((await raw("GET", `/collections/${name}`, { key: own })).status).toBe(401);
    expect((await raw("GET", "/collections/other/documents/search?q=*", { key: own })).status).toBe(401);
  });

  test("with anything changed opens nothing", async () => {
    const parent = await key(["documents:search"]);
    const own = scoped(parent, tenant);
    const text = Buffer.from(own, "base64").toString();
    const first = text.startsWith("x") ? "y" : "x";
    for (const other of [text.replace("ten_1", "ten_0"), first + text.slice(1), text.slice(0, -1), text.slice(0, 44)])
      expect(await status(Buffer.from(other).toString("base64"))).toBe(401);
    const digest = createHmac("sha256", "another secret").update('{"q":"*"}').digest("base64");
    expect(await status(Buffer.from(`${digest}${parent.slice(0, 4)}{"q":"*"}`).toString("base64"))).toBe(401);
  });

  test("holds for each search of many", async () => {
    const own = scoped(await key(["documents:search"]), tenant);
    const { results } = await connect(url, own).multiSearch.perform({
      searches: [
        { collection: name, q: "*", query_by: "title" },
        { collection: name, q: "*", query_by: "title", filter_by: "tenantId:=ten_0" },
      ],
    });
    expect((results as unknown as { found: number }[]).map((result) => result.found)).toEqual([3, 0]);
  });
});
