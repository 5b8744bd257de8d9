import { describe, expect, test } from "vitest";
import { blog, blogsForEachTest, client, fresh, name, raw } from "./typesense-client.ts";

blogsForEachTest();

const send = async (lines: unknown[], query = "", collection = name) => {
  const body = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const answer = await raw("POST", `/collections/${collection}/documents/import${query}`, { body });
  const text = typeof answer.body === "string" ? answer.body : "";
  return { ...answer, lines: text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as object] : [])) };
};
const stored = async (id: string) => (await raw("GET", `/collections/${name}/documents/${id}`)).body;

describe("an import", () => {
  test("answers plain text, one line for each line", async () => {
    const { status, type, lines } = await send([blog(7, "Seven"), "{", blog(1, "Taken"), { id: 8 }, "7"]);
    expect([status, type]).toEqual([200, expect.stringContaining("text/plain")]);
    expect(lines).toMatchObject([
      { success: true },
      { success: false, code: 400, error: expect.stringMatching(/^Bad JSON/) },
      { success: false, code: 409, error: "A document with id blg_1 already exists." },
      { success: false, code: 400, error: "Document's `id` field should be a string." },
      { success: false, code: 400, error: "Bad JSON: not a properly formed document." },
    ]);
  });

  test("of nothing good still answers 200 and stores nothing", async () => {
    const { status, lines } = await send([{ id: "x" }]);
    expect([status, lines]).toMatchObject([200, [{ success: false, code: 400 }]]);
    expect((await client.collections(name).retrieve()).num_documents).toBe(6);
  });

  test("shows ids and documents when asked", async () => {
    const { lines } = await send([blog(7, "Seven")], "?return_id=true&return_doc=true");
    expect(lines).toEqual([{ success: true, id: "blg_7", document: { ...blog(7, "Seven") } }]);
  });

  test("skips empty lines", async () => {
    expect((await send([blog(7, "Seven"), "", blog(8, "Eight"), ""])).lines).toHaveLength(2);
  });

  test.each<[string, boolean[], object]>([
    ["create", [true, false, false], { title: "First", words: 700 }],
    ["upsert", [true, true, false], { title: "Second", words: 700 }],
    ["emplace", [true, true, true], { title: "Second", words: 9 }],
    ["update", [false, false, false], { message: "Could not find a document with id: blg_7" }],
  ])("with action=%s meets its own lines as it meets what is there", async (action, success, kept) => {
    const lines = [blog(7, "First"), blog(7, "Second"), { id: "blg_7", words: 9 }];
    const { lines: answers } = await send(lines, `?action=${action}`);
    expect(answers.map((line) => (line as { success: boolean }).success)).toEqual(success);
    expect(await stored("blg_7")).toMatchObject(kept);
  });

  test.each([
    ["action=replace", "Parameter `action` must be a create|update|upsert."],
    ["batch_size=0", "Parameter `batch_size` must be a positive integer."],
    ["return_doc=yes", "Parameter `return_doc` must be a true|false."],
    ["return_id=1", "Parameter `return_id` must be a true|false."],
  ])("with %s is refused whole", async (query, message) => {
    expect(await send([blog(7, "Seven")], `?${query}`)).toMatchObject({ status: 400, body: { message } });
  });

  test("coerces what dirty_values lets it", async () => {
    const line = { ...blog(7, "Seven"), words: "70" };
    expect((await send([line], "?dirty_values=coerce_or_reject")).lines).toEqual([{ success: true }]);
    expect(await stored("blg_7")).toMatchObject({ words: 70 });
  });
});

describe("an export", () => {
  test("gives back what was imported, in order", async () => {
    const own = await fresh([{ name: "n", type: "int32" }]);
    const docs = [3, 1, 2].map((n) => ({ id: `d${n}`, n }));
    await send(docs, "", own);
    const lines = await client.collections(own).documents().export();
    expect(lines.split("\n").map((line) => JSON.parse(line) as object)).toEqual(docs);
    const some = await client.collections(own).documents().export({ filter_by: "n:>1", exclude_fields: "n" });
    expect(some).toBe('{"id":"d3"}\n{"id":"d2"}');
  });
});

describe("fields that come with documents", () => {
  const types = async (collection: string) =>
    Object.fromEntries(
      ((await client.collections(collection).retrieve()).fields ?? []).map((field) => [field.name, field.type]),
    );

  test("get the type of their first value where the schema is open", async () => {
    const own = await fresh([{ name: ".*", type: "auto" }]);
    const doc = {
      id: "a",
      text: "word",
      whole: 3,
      part: 1.5,
      on: true,
      list: ["x"],
      numbers: [1],
      empty: [],
      none: null,
    };
    expect((await send([doc], "", own)).lines).toEqual([{ success: true }]);
    expect(await types(own)).toMatchObject({
      text: "string",
      whole: "int64",
      part: "float",
      on: "bool",
      list: "string[]",
      numbers: "int64[]",
    });
    expect(Object.keys(await types(own))).not.toContain("empty");
    const found = await client
      .collections(own)
      .documents()
      .search({ q: "word", query_by: "text", filter_by: "whole:3" });
    expect(found.found).toBe(1);
  });

  test("are coerced to it afterwards, or refused", async () => {
    const own = await fresh([{ name: ".*", type: "auto" }]);
    const { lines } = await send(
      [
        { id: "a", n: 1 },
        { id: "b", n: "2" },
        { id: "c", n: "two" },
      ],
      "",
      own,
    );
    expect(lines).toMatchObject([
      { success: true },
      { success: true },
      { success: false, error: "Field `n` must be an int64." },
    ]);
    const found = await client.collections(own).documents().search({ q: "*", query_by: "", filter_by: "n:2" });
    expect(found.found).toBe(1);
  });

  test("follow the pattern their name fits, else stay outside the index", async () => {
    const own = await fresh([
      { name: "title", type: "string" },
      { name: ".*_facet", type: "string", facet: true },
      { name: "tag_.*", type: "string*" },
    ]);
    const doc = { id: "a", title: "x", colour_facet: "red", tag_one: 7, tag_many: ["a", 1], other: 1 };
    expect((await send([doc], "", own)).lines).toEqual([{ success: true }]);
    expect(await types(own)).toMatchObject({ colour_facet: "string", tag_one: "string", tag_many: "string[]" });
    expect(Object.keys(await types(own))).not.toContain("other");
    const found = await client
      .collections(own)
      .documents()
      .search({ q: "*", query_by: "title", facet_by: "colour_facet", filter_by: "tag_one:=7" });
    expect(found.facet_counts?.[0]?.counts).toMatchObject([{ value: "red", count: 1 }]);
  });

  test("are found inside objects and lists of objects where nesting is on", async () => {
    const own = await fresh(
      [
        { name: "author", type: "object" },
        { name: "places", type: "object[]", optional: true },
      ],
      { enable_nested_fields: true },
    );
    const doc = { id: "a", author: { name: "Ann Lee", age: 40 }, places: [{ city: "Oslo" }, { city: "Rome" }] };
    expect((await send([doc], "", own)).lines).toEqual([{ success: true }]);
    expect(await types(own)).toMatchObject({
      "author.name": "string",
      "author.age": "int64",
      "places.city": "string[]",
    });
    const documents = client.collections(own).documents();
    const found = await documents.search({
      q: "lee",
      query_by: "author",
      filter_by: "places.city:=Rome && author.age:>30",
    });
    expect(found.hits?.[0]).toMatchObject({ highlight: { author: { name: { snippet: "Ann <mark>Lee</mark>" } } } });
    expect((await send([{ id: "b", author: "Ann" }], "", own)).lines).toMatchObject([
      { success: false, error: "Field `author` has an incorrect type." },
    ]);
  });
});
