import { describe, expect, test } from "vitest";
import { apiKey, blogsForEachTest, client, fresh, name, raw, refusal } from "./typesense-client.ts";

blogsForEachTest();

const text = { name: "title", type: "string" };

describe("a collection that is made", () => {
  test("is described with every default filled in", async () => {
    const own = await fresh([text, { name: "points", type: "int32" }]);
    const described = await client.collections(own).retrieve();
    expect(described).toMatchObject({
      name: own,
      num_documents: 0,
      default_sorting_field: "",
      enable_nested_fields: false,
      token_separators: [],
      symbols_to_index: [],
    });
    expect(
      described.fields?.map(({ name: field, sort, index, facet, optional, infix }) => [
        field,
        sort,
        index,
        facet,
        optional,
        infix,
      ]),
    ).toEqual([
      ["title", false, true, false, false, false],
      ["points", true, true, false, false, false],
    ]);
    expect(Math.abs(described.created_at - Date.now() / 1_000)).toBeLessThan(60);
  });

  test.each<[string, object, string]>([
    ["no name", { fields: [text] }, "Parameter `name` is required."],
    ["an empty name", { name: "", fields: [text] }, "Parameter `name` must be a non-empty string."],
    ["no fields", { name: "bad" }, "Parameter `fields` is required."],
    [
      "a field without a type",
      { name: "bad", fields: [{ name: "x" }] },
      "Wrong format for `fields`. It should be an array of objects containing `name`, `type`, `optional` and `facet` properties.",
    ],
    ["a field without a name", { name: "bad", fields: [{ name: "", type: "string" }] }, "Field name cannot be empty."],
    [
      "a type that is none",
      { name: "bad", fields: [{ name: "x", type: "text" }] },
      "Field `x` has an invalid data type `text`, see docs for supported data types.",
    ],
    [
      "a flag that is none",
      { name: "bad", fields: [{ name: "x", type: "string", facet: "yes" }] },
      "The `facet` property of the field `x` should be a boolean.",
    ],
    [
      "a facet without an index",
      { name: "bad", fields: [{ name: "x", type: "string", index: false, facet: true }] },
      "Field `x` cannot be a facet since it's marked as non-indexable.",
    ],
    [
      "a list that is sorted",
      { name: "bad", fields: [{ name: "x", type: "string[]", sort: true }] },
      "Field `x` cannot be a sortable field.",
    ],
    [
      "a dynamic field that must be there",
      { name: "bad", fields: [{ name: ".*_x", type: "string", optional: false }] },
      "Field `.*_x` must be an optional field.",
    ],
    ["two fields of one name", { name: "bad", fields: [text, text] }, "There are duplicate field names in the schema."],
    [
      "an object without nesting",
      { name: "bad", fields: [{ name: "x", type: "object" }] },
      "Type `object` or `object[]` can be used only when nested fields are enabled by setting` enable_nested_fields` to true.",
    ],
    [
      "a default order by what is not there",
      { name: "bad", fields: [text], default_sorting_field: "points" },
      "Default sorting field is defined as `points` but is not found in the schema.",
    ],
    [
      "a default order by what has none",
      { name: "bad", fields: [text], default_sorting_field: "title" },
      "Default sorting field `title` is not a sortable type.",
    ],
    [
      "a default order by what may be missing",
      { name: "bad", fields: [{ name: "n", type: "int32", optional: true }], default_sorting_field: "n" },
      "Default sorting field `n` cannot be an optional field.",
    ],
    [
      "separators that are words",
      { name: "bad", fields: [text], token_separators: ["ab"] },
      "`token_separators` should be an array of character symbols.",
    ],
    [
      "a wrong locale",
      { name: "bad", fields: [{ name: "x", type: "string", locale: "english" }] },
      "The `locale` value of the field `x` is not valid.",
    ],
  ])("is refused with %s", async (_what, schema, message) => {
    expect(await raw("POST", "/collections", { body: JSON.stringify(schema) })).toMatchObject({
      status: 400,
      body: { message },
    });
  });

  test("is refused when it is no JSON, and when it is there", async () => {
    expect(await raw("POST", "/collections", { body: "{" })).toMatchObject({
      status: 400,
      body: { message: "Bad JSON." },
    });
    const again = client.collections().create({ name, fields: [text] as never });
    expect(await refusal(again)).toEqual([409, `A collection with name \`${name}\` already exists.`]);
  });

  test("takes the schema of another, and its documents when asked", async () => {
    const copy = `${name}_copy`;
    const path = `/collections?src_name=${name}`;
    expect(await raw("POST", path, { body: JSON.stringify({ name: copy }) })).toMatchObject({
      status: 201,
      body: { name: copy, num_documents: 0, default_sorting_field: "updatedAt" },
    });
    await client.collections(copy).delete();
    await raw("POST", `${path}&copy_documents=true`, { body: JSON.stringify({ name: copy }) });
    expect((await client.collections(copy).retrieve()).num_documents).toBe(6);
    await client.collections(copy).delete();
  });
});

describe("collections that are there", () => {
  test("are listed youngest first, in pages and without what is excluded", async () => {
    const [first, second] = [await fresh([text]), await fresh([text])];
    const list = async (query: string) =>
      (await raw("GET", `/collections${query}`)).body as { name: string; fields?: object[] }[];
    const names = (await list("")).map((collection) => collection.name);
    expect(names.indexOf(second)).toBeLessThan(names.indexOf(first));
    expect(await list("?limit=1")).toHaveLength(1);
    expect((await list("?limit=1&offset=1"))[0]?.name).toBe(names[1]);
    expect((await list("?exclude_fields=fields"))[0]).not.toHaveProperty("fields");
    expect((await raw("GET", "/collections?limit=x")).status).toBe(400);
  });

  test("say of one that is missing what each request says", async () => {
    expect(await refusal(client.collections("none").retrieve())).toEqual([404, "Collection not found"]);
    expect(await refusal(client.collections("none").delete())).toEqual([404, "No collection with name `none` found."]);
    expect(await refusal(client.collections("none").documents().create({ a: 1 }))).toEqual([
      404,
      "Collection not found",
    ]);
    expect(await refusal(client.collections("none").documents().search({ q: "*", query_by: "a" }))).toEqual([
      404,
      "Collection not found",
    ]);
  });
});

describe("a schema that is changed", () => {
  const change = (body: object) => raw("PATCH", `/collections/${name}`, { body: JSON.stringify(body) });

  test("drops a field before it is added again, in whatever order they came", async () => {
    await client.collections(name).update({
      fields: [
        { name: "slug", type: "string", facet: true, optional: true },
        { name: "slug", drop: true },
      ] as never,
    });
    const { fields } = await client.collections(name).retrieve();
    expect(fields?.filter((field) => field.name === "slug")).toMatchObject([{ facet: true }]);
  });

  test("searches a field that is added, also in documents that were there", async () => {
    await client
      .collections(name)
      .documents("blg_1")
      .update({ note: "hazelnut" } as never);
    await client.collections(name).update({ fields: [{ name: "note", type: "string", optional: true }] });
    const found = await client.collections(name).documents().search({ q: "hazelnut", query_by: "note" });
    expect(found.found).toBe(1);
  });

  test("keeps notes about the collection", async () => {
    expect(await change({ metadata: { owner: "search" } })).toMatchObject({ status: 200 });
    expect(await client.collections(name).retrieve()).toMatchObject({ metadata: { owner: "search" } });
  });

  test.each<[string, object, string]>([
    ["nothing", {}, "Alter payload is empty."],
    [
      "a field that is there",
      { fields: [{ name: "title", type: "string" }] },
      "Field `title` is already part of the schema: To change this field, drop it first before adding it back to the schema.",
    ],
    [
      "dropping what is not there",
      { fields: [{ name: "nope", drop: true }] },
      "Field `nope` is not part of collection schema.",
    ],
    [
      "dropping by halves",
      { fields: [{ name: "slug", drop: false }] },
      "Field `slug` must have a drop value of `true`.",
    ],
    ["the id", { fields: [{ name: "id", drop: true }] }, "Field `id` cannot be altered."],
    [
      "a field no document has",
      { fields: [{ name: "author", type: "string" }] },
      "Field `author` has been declared in the schema, but is not found in the documents already present in the collection. If you still want to add this field, set it as `optional: true`.",
    ],
    ["metadata that is a word", { metadata: "x" }, "The `metadata` value should be an object."],
  ])("is refused with %s, and stays as it was", async (_what, body, message) => {
    const before = await client.collections(name).retrieve();
    expect(await change(body)).toMatchObject({ status: 400, body: { message } });
    expect(await client.collections(name).retrieve()).toEqual(before);
  });

  test("is refused when documents hold another type", async () => {
    await client
      .collections(name)
      .documents("blg_1")
      .update({ note: "hazelnut" } as never);
    const { status, body } = await change({ fields: [{ name: "note", type: "int32", optional: true }] });
    expect([status, (body as { message: string }).message]).toEqual([
      400,
      "Schema change is incompatible with the type of documents already stored in this collection. Existing data for field `note` cannot be coerced into an int32.",
    ]);
  });
});

describe("an alias", () => {
  test("may come before its collection, and is listed", async () => {
    const alias = `${name}_soon`;
    expect(await client.aliases().upsert(alias, { collection_name: "later" })).toEqual({
      name: alias,
      collection_name: "later",
    });
    expect((await client.aliases().retrieve()).aliases).toContainEqual({ name: alias, collection_name: "later" });
    expect(await client.aliases(alias).delete()).toEqual({ name: alias, collection_name: "later" });
  });

  test("needs a collection's name, and one that is missing is not found", async () => {
    expect(await raw("PUT", "/aliases/x", { body: "{}" })).toMatchObject({
      status: 400,
      body: { message: "Parameter `collection_name` is required." },
    });
    expect(await refusal(client.aliases("none").retrieve())).toEqual([404, "Collection not found"]);
    expect(await refusal(client.aliases("none").delete())).toEqual([404, "Collection not found"]);
  });
});

describe("the server", () => {
  test("is well, says its version, and counts what it does", async () => {
    expect(await raw("GET", "/health", { key: "" })).toMatchObject({ status: 200, body: { ok: true } });
    expect(await client.debug.retrieve()).toMatchObject({ state: 1, version: expect.stringMatching(/^\d+\./) });
    expect(await client.metrics.retrieve()).toMatchObject({
      system_memory_total_bytes: expect.stringMatching(/^\d+$/),
      typesense_memory_resident_bytes: expect.stringMatching(/^\d+$/),
    });
    const stats = await client.stats.retrieve();
    expect(Object.keys(stats)).toEqual(
      expect.arrayContaining(["latency_ms", "requests_per_second", "search_latency_ms", "pending_write_batches"]),
    );
  });

  test("has no path that it does not have, and says so in JSON", async () => {
    expect(await raw("GET", "/nope", { key: apiKey })).toMatchObject({
      status: 404,
      type: expect.stringContaining("application/json"),
      body: { message: "Not Found" },
    });
  });
});
