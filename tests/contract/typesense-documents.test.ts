import { describe, expect, test } from "vitest";
import { type Blog, blog, blogsForEachTest, client, fresh, ids, name, raw, refusal } from "./typesense-client.ts";

blogsForEachTest();

const post = (query: string, body: unknown, collection = name) =>
  raw("POST", `/collections/${collection}/documents${query}`, {
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const get = async (id: string, collection = name) =>
  (await raw("GET", `/collections/${collection}/documents/${id}`)).body as Record<string, unknown>;
const number = { name: "n", type: "int32", optional: true };

describe("a document", () => {
  test("without an id gets one that is free", async () => {
    const own = await fresh([number]);
    const first = await client.collections(own).documents().create({ n: 1 });
    const second = await client.collections(own).documents().create({ n: 2 });
    expect(first).toMatchObject({ id: expect.stringMatching(/^\d+$/), n: 1 });
    expect((second as { id?: string }).id).not.toBe((first as { id?: string }).id);
  });

  test.each<[string, number, string, object | string]>([
    ["an id that is a number", 400, "Document's `id` field should be a string.", { ...blog(9, "x"), id: 9 }],
    ["an empty id", 400, "The `id` should not be empty.", { ...blog(9, "x"), id: "" }],
    ["a list for a document", 400, "Bad JSON: not a properly formed document.", "[1]"],
    ["an id that is taken", 409, "A document with id blg_1 already exists.", blog(1, "x")],
    [
      "a field that is missing",
      400,
      "Field `title` has been declared in the schema, but is not found in the document.",
      { ...blog(9, "x"), title: undefined },
    ],
    [
      "nothing to sort by",
      400,
      "Field `updatedAt` has been declared as a default sorting field, but is not found in the document.",
      { ...blog(9, "x"), updatedAt: undefined },
    ],
    ["a number for text", 400, "Field `title` must be a string.", { ...blog(9, "x"), title: 7 }],
    ["text for a number", 400, "Field `words` must be an int32.", { ...blog(9, "x"), words: "7" }],
    ["a fraction for a whole number", 400, "Field `updatedAt` must be an int64.", { ...blog(9, "x"), updatedAt: 1.5 }],
    ["text for a fraction", 400, "Field `score` must be a float.", { ...blog(9, "x"), score: "1.5" }],
    ["a word for a bool", 400, "Field `featured` must be a bool.", { ...blog(9, "x"), featured: "yes" }],
    ["a word for a list", 400, "Field `tags` must be an array.", { ...blog(9, "x"), tags: "one" }],
    ["a list of something else", 400, "Field `tags` must be an array of string.", { ...blog(9, "x"), tags: [1] }],
  ])("with %s is refused", async (_what, status, message, doc) => {
    expect(await post("", doc)).toMatchObject({ status, body: { message } });
    expect((await client.collections(name).retrieve()).num_documents).toBe(6);
  });

  test("that is no JSON, and an action that is none, are refused", async () => {
    const bad = await post("", "{");
    expect([bad.status, (bad.body as { message: string }).message]).toEqual([400, expect.stringMatching(/^Bad JSON/)]);
    expect((await post("?action=replace", blog(9, "x"))).status).toBe(400);
  });

  test("replaces another with upsert and is merged into it with emplace", async () => {
    const { excerpt: _, slug: __, ...short } = blog(2, "Shorter");
    expect((await post("?action=emplace", { id: "blg_2", title: "Merged" })).status).toBe(201);
    expect(await get("blg_2")).toMatchObject({ title: "Merged", excerpt: "A marketing calendar for every month" });
    await client.collections<Omit<Blog, "slug" | "excerpt">>(name).documents().upsert(short);
    expect(await get("blg_2")).not.toHaveProperty("excerpt");
    expect(await client.collections<Blog>(name).documents().emplace(blog(7, "Seven"), {})).toMatchObject({
      id: "blg_7",
    });
  });

  test("is not made by an update", async () => {
    const update = (doc: object) => post("?action=update", doc);
    expect(await update({ id: "none", title: "x" })).toMatchObject({
      status: 404,
      body: { message: "Could not find a document with id: none" },
    });
    expect(await update({ title: "x" })).toMatchObject({
      status: 400,
      body: { message: "For update, the `id` key must be provided." },
    });
    expect(await refusal(client.collections<Blog>(name).documents("none").update({ words: 1 }))).toEqual([
      404,
      "Could not find a document with id: none",
    ]);
  });

  test("loses an optional field that is updated to null, and keeps one it needs", async () => {
    const update = (body: object) =>
      raw("PATCH", `/collections/${name}/documents/blg_2`, { body: JSON.stringify(body) });
    expect((await update({ excerpt: null })).status).toBe(200);
    expect(await get("blg_2")).not.toHaveProperty("excerpt");
    expect(await update({ title: null })).toMatchObject({
      status: 400,
      body: { message: "Field `title` must be a string." },
    });
    expect(await update({ id: "blg_3" })).toMatchObject({
      status: 400,
      body: { message: "The `id` of the resource does not match the `id` in the JSON body." },
    });
  });

  test("may hold more than the schema says, and objects are merged member by member", async () => {
    await client
      .collections(name)
      .documents("blg_1")
      .update({ extra: { a: 1, b: { c: 2 } } });
    await client
      .collections(name)
      .documents("blg_1")
      .update({ extra: { b: { d: 3 } } });
    expect(await get("blg_1")).toMatchObject({ extra: { a: 1, b: { c: 2, d: 3 } } });
  });

  test("is shown with the fields that are asked for", async () => {
    expect(await get("blg_1?include_fields=id,title")).toEqual({
      id: "blg_1",
      title: "Marketing strategy for small bakeries",
    });
    expect(await get("blg_1?exclude_fields=title")).not.toHaveProperty("title");
  });

  test("is answered when it is deleted, and one that is gone only when that does not matter", async () => {
    const path = `/collections/${name}/documents/blg_1`;
    expect((await raw("DELETE", path)).body).toMatchObject({ id: "blg_1", words: 100 });
    expect(await raw("DELETE", path)).toMatchObject({
      status: 404,
      body: { message: "Could not find a document with id: blg_1" },
    });
    expect(await raw("DELETE", `${path}?ignore_not_found=true`)).toMatchObject({ status: 200, body: { id: "blg_1" } });
  });

  test("keeps its place among equals when it changes", async () => {
    const own = await fresh([number]);
    const documents = client.collections<{ id: string; n: number }>(own).documents();
    for (const id of ["a", "b", "c"]) await documents.create({ id, n: 1 });
    await documents.upsert({ id: "a", n: 1 });
    const { hits } = await documents.search({ q: "*", query_by: "" });
    expect(hits?.map((hit) => hit.document.id)).toEqual(["c", "b", "a"]);
  });
});

describe("documents by a filter", () => {
  test("are changed where the change fits", async () => {
    const change = (filter: string, body: object) =>
      raw("PATCH", `/collections/${name}/documents?filter_by=${encodeURIComponent(filter)}`, {
        body: JSON.stringify(body),
      });
    expect((await change("words:>300", { status: "old" })).body).toEqual({ num_updated: 3 });
    expect((await change("words:>300", { status: 1 })).body).toEqual({ num_updated: 0 });
    expect((await change("*", { score: 1 })).body).toEqual({ num_updated: 6 });
    expect(await ids("*", { filter_by: "status:=old && score:1" })).toEqual(["6", "5", "4"]);
  });

  test("are deleted with their ids or all they hold, or all at once", async () => {
    const remove = (query: string) => raw("DELETE", `/collections/${name}/documents?${query}`);
    expect((await remove("filter_by=words:>500&return_id=true")).body).toEqual({ num_deleted: 1, ids: ["blg_6"] });
    expect((await remove("filter_by=words:>400&return_doc=true")).body).toMatchObject({
      num_deleted: 1,
      documents: [{ id: "blg_5" }],
    });
    expect((await remove("filter_by=words:>400")).body).toEqual({ num_deleted: 0 });
    expect((await remove("truncate=true")).body).toEqual({ num_deleted: 4 });
    expect((await client.collections(name).retrieve()).num_documents).toBe(0);
  });

  test("need a filter that can be read", async () => {
    const message = "Parameter `filter_by` must be provided.";
    const path = `/collections/${name}/documents`;
    expect(await raw("DELETE", path)).toMatchObject({ status: 400, body: { message } });
    expect(await raw("PATCH", path, { body: "{}" })).toMatchObject({ status: 400, body: { message } });
    expect(await raw("DELETE", `${path}?filter_by=words`)).toMatchObject({
      status: 400,
      body: { message: "Could not parse the filter query." },
    });
    expect(await raw("DELETE", `${path}?filter_by=words:1&batch_size=0`)).toMatchObject({
      status: 400,
      body: { message: "Parameter `batch_size` must be a positive integer." },
    });
  });
});

describe("values of the wrong type", () => {
  const doc = { id: "d", n: "12", tags: ["a", 1], on: "true" };
  const fields = [
    number,
    { name: "tags", type: "string[]", optional: true },
    { name: "on", type: "bool", optional: true },
  ];

  test.each<[string, object | undefined]>([
    ["coerce_or_reject", { n: 12, tags: ["a", "1"], on: true }],
    ["coerce_or_drop", { n: 12, tags: ["a", "1"], on: true }],
    ["drop", { tags: ["a"] }],
    ["reject", undefined],
    ["", undefined],
  ])("are treated as dirty_values=%s says", async (mode, kept) => {
    const own = await fresh(fields);
    const { status } = await post(`?dirty_values=${mode}`, doc, own);
    expect(status).toBe(kept ? 201 : 400);
    if (kept) expect(await get("d", own)).toEqual({ id: "d", ...kept });
  });

  test("that no rule can turn are dropped or refused", async () => {
    const own = await fresh(fields);
    expect(await post("?dirty_values=coerce_or_reject", { id: "x", n: "many" }, own)).toMatchObject({
      status: 400,
      body: { message: "Field `n` must be an int32." },
    });
    expect((await post("?dirty_values=coerce_or_drop", { id: "x", n: "many" }, own)).status).toBe(201);
    expect(await get("x", own)).toEqual({ id: "x" });
    expect((await post("", { id: "y", n: 2 ** 31 }, own)).status).toBe(400);
  });
});
