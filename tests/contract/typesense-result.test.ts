import { describe, expect, test } from "vitest";
import { client, docsForAllTests, refusal } from "./typesense-client.ts";

interface Doc {
  id: string;
  title: string;
  kind?: string;
  tags: string[];
  n?: number;
  on: boolean;
  price: number;
  about?: { name: string; age: number };
}
const fields = [
  { name: "title", type: "string", sort: true },
  { name: "kind", type: "string", facet: true, optional: true, sort: true },
  { name: "tags", type: "string[]", facet: true },
  { name: "n", type: "int32", optional: true },
  { name: "on", type: "bool", facet: true },
  { name: "price", type: "float", facet: true },
];
const docs: Doc[] = [
  { id: "1", title: "alpha coffee", kind: "news", tags: ["red", "new york"], n: 3, on: true, price: 1.5 },
  { id: "2", title: "beta", kind: "blog", tags: ["red"], n: 1, on: false, price: 2.5 },
  { id: "3", title: "gamma coffee coffee", kind: "blog", tags: ["blue", "red"], on: true, price: 2.5 },
  { id: "4", title: "delta", tags: [], n: 2, on: false, price: 10, about: { name: "Ann", age: 40 } },
  { id: "5", title: "epsilon", kind: "blog", tags: ["new orleans"], n: 1, on: true, price: 4 },
];
const collection = docsForAllTests(fields, docs);
const ask = (more: object = {}) =>
  client
    .collections<Doc>(collection)
    .documents()
    .search({ q: "*", query_by: "title", ...more });
const order = async (sort_by: string, more: object = {}) =>
  ((await ask({ sort_by, ...more })).hits ?? []).map((hit) => hit.document.id).join("");

describe("hits are sorted", () => {
  test.each<[string, string]>([
    ["", "54321"],
    ["price:asc", "13254"],
    ["price:DESC", "45321"],
    ["n:asc", "52413"],
    ["n:desc", "14523"],
    ["n(missing_values: first):asc", "35241"],
    ["n(missing_values: first):desc", "31452"],
    ["title:asc", "12453"],
    ["kind:asc", "53214"],
    ["kind:desc", "41532"],
    ["kind(missing_values: last):desc", "15324"],
    ["on:desc, n:asc", "51324"],
    ["on:asc,price:desc,n:asc", "42531"],
  ])("by %s", async (sort_by, expected) => {
    expect(await order(sort_by)).toBe(expected);
  });

  test("by how well they match, turned around too, and by it last where it is not named", async () => {
    expect(await order("_text_match:asc,price:desc", { q: "coffee" })).toBe("31");
    expect(await order("on:desc", { q: "coffee" })).toBe("31");
    expect(await order("_text_match:desc,price:asc", { q: "coffee" })).toBe("13");
  });

  test.each<[string, number, string]>([
    ["price", 400, "Parameter `sort_by` is malformed."],
    ["price:up", 400, "Order for field` price` should be either ASC or DESC."],
    ["nope:asc", 404, "Could not find a field named `nope` in the schema for sorting."],
    ["tags:asc", 404, "Could not find a field named `tags` in the schema for sorting."],
    ["price:asc,n:asc,on:asc,title:asc", 400, "Only upto 3 sort fields are allowed."],
    ["_group_found:desc", 404, "group_by parameters should not be empty when using sort_by group_found"],
  ])("but not by %s", async (sort_by, status, message) => {
    expect(await refusal(order(sort_by))).toEqual([status, message]);
  });
});

describe("pages", () => {
  test("are counted from one, an offset alone counts hits", async () => {
    const sort_by = "title:asc";
    expect(await order(sort_by, { per_page: 2, page: 2 })).toBe("45");
    expect(await order(sort_by, { limit: 2, offset: 1 })).toBe("24");
    expect(await order(sort_by, { per_page: 2, page: 1, offset: 3 })).toBe("12");
    expect(await order(sort_by, { per_page: 2, page: 9 })).toBe("");
    expect(await order(sort_by, { per_page: 0 })).toBe("");
    expect(await order(sort_by, { limit_hits: 3 })).toBe("124");
    const { page, found, out_of, request_params } = await ask({ page: 2, per_page: 2 });
    expect({ page, found, out_of, per_page: request_params.per_page }).toEqual({
      page: 2,
      found: 5,
      out_of: 5,
      per_page: 2,
    });
  });

  test.each<[object, string[]]>([
    [{ include_fields: "id,n" }, ["id", "n"]],
    [{ include_fields: "t*" }, ["title", "tags"]],
    [{ exclude_fields: "title,tags,on,price" }, ["id", "n", "about"]],
    [{ exclude_fields: "t*,about,price,n", include_fields: "title,id,on" }, ["id", "on"]],
  ])("show documents with %j", async (more, keys) => {
    const { hits } = await ask({ filter_by: "id:4", ...more });
    expect(Object.keys(hits?.[0]?.document ?? {}).sort()).toEqual([...keys].sort());
  });

  test("show parts of objects", async () => {
    const part = async (more: object) => (await ask({ filter_by: "id:4", ...more })).hits?.[0]?.document;
    expect(await part({ include_fields: "about.name" })).toEqual({ about: { name: "Ann" } });
    expect(await part({ include_fields: "about", exclude_fields: "about.name" })).toEqual({ about: { age: 40 } });
  });
});

describe("facets", () => {
  const counts = async (more: object) => (await ask(more)).facet_counts ?? [];
  const pairs = async (more: object) =>
    (await counts(more)).map((facet) => facet.counts.map(({ value, count }) => `${value} ${count}`).join(", "));

  test.each<[object, string[]]>([
    [{ facet_by: "kind" }, ["blog 3, news 1"]],
    [{ facet_by: "tags" }, ["red 3, blue 1, new york 1, new orleans 1"]],
    [{ facet_by: "on,price" }, ["true 3, false 2", "2.5 2, 4 1, 10 1, 1.5 1"]],
    [{ facet_by: "k*" }, ["blog 3, news 1"]],
    [{ facet_by: "tags", max_facet_values: 2 }, ["red 3, blue 1"]],
    [{ facet_by: "kind(sort_by: _alpha:desc)" }, ["news 1, blog 3"]],
    [{ facet_by: "kind", filter_by: "on:true" }, ["blog 2, news 1"]],
    [{ facet_by: "tags", facet_query: "tags:new" }, ["new york 1, new orleans 1"]],
    [{ facet_by: "tags", facet_query: "tags:new orl" }, ["new orleans 1"]],
    [{ facet_by: "tags", facet_query: "tags:orlaens" }, ["new orleans 1"]],
    [{ facet_by: "tags", facet_query: "tags:orlaens", facet_query_num_typos: 0 }, [""]],
    [{ facet_by: "tags,kind", facet_query: "tags:blu" }, ["blue 1", "blog 3, news 1"]],
    [{ facet_by: "kind", group_by: "kind" }, ["news 1, blog 1"]],
  ])("%j", async (more, expected) => {
    expect(await pairs(more)).toEqual(expected);
  });

  test("know the least, the most and the mean of numbers, and how many values there are", async () => {
    const [price, tags] = await counts({ facet_by: "price,tags", max_facet_values: 1 });
    expect(price?.stats).toEqual({ min: 1.5, max: 10, sum: 20.5, avg: 4.1, total_values: 4 });
    expect(tags?.stats).toEqual({ total_values: 4 });
  });

  test("mark what was asked of their values, and bring no hits along", async () => {
    const { facet_counts, hits } = await ask({ facet_by: "tags", facet_query: "tags:new yo" });
    expect(facet_counts?.[0]?.counts).toEqual([
      { value: "new york", highlighted: "<mark>new</mark> <mark>yo</mark>rk", count: 1 },
    ]);
    expect(hits).toEqual([]);
  });

  test.each<[object, number, string]>([
    [{ facet_by: "title" }, 404, "Could not find a facet field named `title` in the schema."],
    [{ facet_by: "zz*" }, 404, "Could not find a facet field for `zz*` in the schema."],
    [{ facet_by: "kind", facet_query: "kind" }, 400, "Facet query must be in the `facet_field: value` format."],
    [{ facet_query: "kind:x" }, 400, "The `facet_query` parameter is supplied without a `facet_by` parameter."],
    [
      { facet_by: "kind", facet_query: "tags:x" },
      400,
      "Facet query refers to a facet field `tags` that is not part of `facet_by` parameter.",
    ],
  ])("%j is refused", async (more, status, message) => {
    expect(await refusal(ask(more))).toEqual([status, message]);
  });
});

describe("groups", () => {
  const shown = async (more: object) => {
    const result = await ask({ sort_by: "title:asc", ...more });
    const groups = (result.grouped_hits ?? []).map(
      ({ group_key, hits, found }) =>
        `${JSON.stringify(group_key)} ${hits.map((hit) => hit.document.id).join("")}/${found}`,
    );
    return { found: result.found, docs: result.found_docs, groups };
  };

  test.each<[object, number, string[]]>([
    [{ group_by: "kind" }, 3, ['["news"] 1/1', '["blog"] 253/3', "[] 4/1"]],
    [{ group_by: "kind", group_limit: 1 }, 3, ['["news"] 1/1', '["blog"] 2/3', "[] 4/1"]],
    [{ group_by: "kind,on" }, 4, ['["news",true] 1/1', '["blog",false] 2/1', "[false] 4/1", '["blog",true] 53/2']],
    [{ group_by: "tags", group_limit: 1, per_page: 2 }, 5, ['[["red","new york"]] 1/1', '[["red"]] 2/1']],
    [{ group_by: "kind", page: 2, per_page: 2 }, 3, ["[] 4/1"]],
    [{ group_by: "kind", group_missing_values: false, filter_by: "n:>1" }, 2, ['["news"] 1/1', "[] 4/1"]],
    [{ group_by: "kind", sort_by: "_group_found:desc,title:asc" }, 3, ['["blog"] 253/3', '["news"] 1/1', "[] 4/1"]],
  ])("%j", async (more, found, groups) => {
    expect(await shown(more)).toMatchObject({ found, groups });
  });

  test("count their documents beside themselves", async () => {
    const { found, docs: all } = await shown({ group_by: "kind" });
    expect([found, all]).toEqual([3, 5]);
  });

  test.each<[object, number, string]>([
    [{ group_by: "nope" }, 404, "Could not find a field named `nope` in the schema."],
    [{ group_by: "id" }, 400, "Cannot use `id` as a group by field."],
    [{ group_by: "title" }, 400, "Group by field `title` should be a facet field."],
    [{ group_by: "kind", group_limit: 0 }, 400, "Value of `group_limit` must be between 1 and 99."],
  ])("%j is refused", async (more, status, message) => {
    expect(await refusal(ask(more))).toEqual([status, message]);
  });
});
