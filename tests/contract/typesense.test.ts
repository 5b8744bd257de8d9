import { join } from "node:path";
import { Errors } from "typesense";
import { describe, expect, test } from "vitest";
import { spawnEmulator, startOnTakenPort, tearTail, tempDir } from "./emulator.ts";
import {
  apiKey,
  type Blog,
  blog,
  blogs,
  blogsForEachTest,
  client,
  connect,
  create,
  failure,
  given,
  ids,
  importLines,
  name,
  url,
} from "./typesense-client.ts";

blogsForEachTest();

describe("collections", () => {
  test("are created once, described, altered and deleted", async () => {
    expect(await failure(create(name))).toBeInstanceOf(Errors.ObjectAlreadyExists);
    const described = await client.collections(name).retrieve();
    expect(described).toMatchObject({ name, num_documents: 6, default_sorting_field: "updatedAt" });
    expect(described.fields?.find((field) => field.name === "title")).toMatchObject({
      type: "string",
      facet: false,
      infix: true,
      optional: false,
    });
    await client
      .collections(name)
      .update({ fields: [{ name: "author", type: "string", optional: true, facet: true }] });
    await client
      .collections<Blog>(name)
      .documents("blg_1")
      .update({ author: "Ann" } as Partial<Blog>);
    expect(await ids("*", { filter_by: "author:=Ann" })).toEqual(["1"]);
    expect((await failure(client.collections("no_such").retrieve())).httpStatus).toBe(404);
    const headers = { "x-typesense-api-key": apiKey };
    const bad = JSON.stringify({ name: `${name}_bad`, fields: [{ name: "x", type: "strange" }] });
    expect((await fetch(`${url}/collections`, { method: "POST", headers, body: bad })).status).toBe(400);
  });

  test("an alias answers for its collection and moves to a rebuilt one", async () => {
    const alias = `${name}_alias`;
    await client.aliases().upsert(alias, { collection_name: name });
    expect((await client.aliases(alias).retrieve()).collection_name).toBe(name);
    const found = await client.collections<Blog>(alias).documents().search({ q: "bakeries", query_by: "title" });
    expect(found.found).toBe(1);
    await create(`${name}_next`);
    await client.aliases().upsert(alias, { collection_name: `${name}_next` });
    expect((await client.collections(alias).documents().search({ q: "bakeries", query_by: "title" })).found).toBe(0);
    await client.aliases(alias).delete();
    expect((await failure(client.aliases(alias).retrieve())).httpStatus).toBe(404);
    expect((await failure(client.aliases().upsert(name, { collection_name: name }))).httpStatus).toBe(500);
    await client.collections(`${name}_next`).delete();
  });
});

describe("documents", () => {
  test("are created, replaced, merged, fetched and deleted", async () => {
    const documents = client.collections<Blog>(name).documents();
    expect(await failure(documents.create(blog(1, "again")))).toBeInstanceOf(Errors.ObjectAlreadyExists);
    await documents.upsert(blog(1, "Fresh words"));
    expect(await ids("bakeries", { num_typos: 0 })).toEqual([]);
    expect(await ids("fresh")).toEqual(["1"]);
    await client.collections<Blog>(name).documents("blg_1").update({ words: 7 });
    expect(await client.collections<Blog>(name).documents("blg_1").retrieve()).toMatchObject({
      title: "Fresh words",
      words: 7,
    });
    await client.collections<Blog>(name).documents("blg_1").delete();
    expect((await failure(client.collections<Blog>(name).documents("blg_1").retrieve())).httpStatus).toBe(404);
    expect((await documents.delete({ filter_by: "tenantId:=ten_0" })).num_deleted).toBe(3);
    expect((await documents.update({ status: "archived" } as Blog, { filter_by: "words:>0" })).num_updated).toBe(2);
    expect((await client.collections(name).retrieve()).num_documents).toBe(2);
  });

  test("an import reports every line and keeps the good ones", async () => {
    const lines = [
      blog(7, "Seven"),
      { ...blog(8, "Eight"), title: undefined },
      blog(1, "Taken"),
      { ...blog(9, "Nine"), words: "many" },
    ];
    const error = await failure(importLines(lines));
    expect(error).toBeInstanceOf(Errors.ImportError);
    const results = (error as unknown as { importResults: { success: boolean; error?: string; code?: number }[] })
      .importResults;
    expect(results.map((line) => line.success)).toEqual([true, false, false, false]);
    expect(results[1]?.error).toBe("Field `title` has been declared in the schema, but is not found in the document.");
    expect(results[2]?.code).toBe(409);
    expect(results[3]?.error).toMatch(/^Field `words` must be an int32/);
    expect((await client.collections(name).retrieve()).num_documents).toBe(7);
  });

  test("an export gives them back as JSON lines, as plain text", async () => {
    const lines = await client
      .collections(name)
      .documents()
      .export({ filter_by: "tenantId:=ten_0", include_fields: "id,title" });
    expect(lines.split("\n").map((line) => JSON.parse(line) as object)).toEqual(
      expect.arrayContaining([{ id: "blg_2", title: "Content calendar template" }]),
    );
    const answer = await fetch(`${url}/collections/${name}/documents/export`, {
      headers: { "x-typesense-api-key": apiKey },
    });
    expect(answer.headers.get("content-type")).toContain("text/plain");
  });
});

describe("keys", () => {
  test("a wrong key and a missing one are refused", async () => {
    expect(await failure(connect(url, "wrong").collections().retrieve())).toBeInstanceOf(Errors.RequestUnauthorized);
    expect((await fetch(`${url}/collections`)).status).toBe(401);
    expect(await client.health.retrieve()).toEqual({ ok: true });
  });

  test("a search key only searches, a scoped key only sees its tenant until it expires", async () => {
    const key = await client
      .keys()
      .create({ description: "search", actions: ["documents:search"], collections: [name] });
    const value = key.value ?? "";
    const searcher = connect(url, value);
    expect((await searcher.collections(name).documents().search({ q: "*", query_by: "title" })).found).toBe(6);
    expect((await failure(searcher.collections(name).documents("blg_1").delete())).httpStatus).toBe(401);
    expect(
      (await failure(searcher.collections(`${name}_other`).documents().search({ q: "*", query_by: "title" })))
        .httpStatus,
    ).toBe(401);
    const inAMinute = Math.floor(Date.now() / 1_000) + 60;
    const scoped = client
      .keys()
      .generateScopedSearchKey(value, { filter_by: "tenantId:=ten_1", expires_at: inAMinute });
    const limited = await connect(url, scoped)
      .collections(name)
      .documents()
      .search({ q: "*", query_by: "title", filter_by: "words:>400 || words:<200", facet_by: "tenantId" });
    expect(limited.facet_counts?.[0]?.counts).toMatchObject([{ value: "ten_1", count: 2 }]);
    const expired = client
      .keys()
      .generateScopedSearchKey(value, { filter_by: "tenantId:=ten_1", expires_at: inAMinute - 120 });
    expect(
      (await failure(connect(url, expired).collections(name).documents().search({ q: "*", query_by: "title" })))
        .httpStatus,
    ).toBe(401);
    expect((await client.keys().retrieve()).keys.find((listed) => listed.id === key.id)).not.toHaveProperty("value");
    await client.keys(key.id).delete();
    expect(
      (await failure(searcher.collections(name).documents().search({ q: "*", query_by: "title" }))).httpStatus,
    ).toBe(401);
  });
});

describe("keys of one's own", () => {
  const own = { description: "own", actions: ["documents:search"], collections: [".*"] };
  const found = (key: string) =>
    connect(url, key)
      .multiSearch.perform<[Blog]>({ searches: [{ collection: name, q: "*", query_by: "title" }] }, {})
      .then(({ results }) => results[0]?.found);

  test("are given once", async () => {
    const value = "a-key-that-somebody-chose";
    const key = await client.keys().create({ ...own, value });
    expect((await failure(client.keys().create({ ...own, value }))).httpStatus).toBe(409);
    expect(await found(value)).toBe(6);
    const scoped = client.keys().generateScopedSearchKey(value, { filter_by: "tenantId:=ten_1" });
    expect(await found(scoped)).toBe(3);
    await client.keys(key.id).delete();
  });

  test("of more than 32 characters are taken for scoped ones, and open nothing by themselves", async () => {
    const value = "x".repeat(33);
    const key = await client.keys().create({ ...own, value });
    expect((await failure(found(value))).httpStatus).toBe(401);
    await client.keys(key.id).delete();
  });
});

describe.runIf(!given)("the emulator", () => {
  test("keeps what it answered through kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const first = await spawnEmulator("typesense", dataDir, { TYPESENSE_API_KEY: apiKey });
    const writer = connect(first.url);
    await create("kept", writer);
    await writer.collections<Blog>("kept").documents().import(blogs);
    await writer.collections("kept").documents("blg_6").delete();
    await writer.aliases().upsert("live", { collection_name: "kept" });
    const key = await writer.keys().create({ description: "s", actions: ["documents:search"], collections: ["live"] });
    await first.end("SIGKILL");
    tearTail(join(dataDir, "typesense.journal"));

    const second = await spawnEmulator("typesense", dataDir, { TYPESENSE_API_KEY: apiKey });
    const found = await connect(second.url, key.value)
      .collections<Blog>("live")
      .documents()
      .search({ q: "search", query_by: "title" });
    expect(found.hits?.map((hit) => hit.document)).toEqual([blogs[2]]);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("typesense");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^typesense cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
