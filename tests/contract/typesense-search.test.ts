import { describe, expect, test } from "vitest";
import { type Blog, blogsForEachTest, client, failure, ids, name } from "./typesense-client.ts";

blogsForEachTest();

describe("searching", () => {
  test("a whole title beats a part, a heavier field beats a lighter, a younger document breaks ties", async () => {
    expect(await ids("marketing")).toEqual(["4", "1", "2"]);
    expect(await ids("search")).toEqual(["6", "3"]);
    expect(await ids("calendar marketing")).toEqual(["2"]);
  });

  test("typing errors, accents, case and unfinished words are forgiven", async () => {
    expect(await ids("markting strategey")).toEqual(["1"]);
    expect(await ids("emiles")).toEqual(["5"]);
    expect(await ids("NEWSL")).toEqual(["5"]);
    expect(await ids("newsl", { prefix: false, num_typos: 0 })).toEqual([]);
    expect(await ids("bakeires")).toEqual(["1"]);
    expect(await ids("baiscs")).toEqual(["6"]);
    expect(await ids("bakeires", { num_typos: 0 })).toEqual([]);
    expect(await ids("newlset")).toEqual(["5"]);
    expect(await ids("mrk", { min_len_1typo: 4 })).toEqual([]);
  });

  test("words in the middle are found where infix search is on", async () => {
    expect(await ids("keti", { query_by: "title", infix: "always" })).toEqual(["4", "1"]);
    expect((await failure(ids("x", { query_by: "excerpt", infix: "always" }))).httpStatus).toBe(400);
  });

  test("phrases stand together and excluded words stay away", async () => {
    expect(await ids('"search engine"')).toEqual(["6"]);
    expect(await ids("marketing -bakeries")).toEqual(["4", "2"]);
  });

  test("words are left out only when nothing has them all", async () => {
    expect(await ids("marketing zzzzzz")).toEqual(["4", "1", "2"]);
    expect(await ids("marketing zzzzzz", { drop_tokens_threshold: 0 })).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["tenantId:=ten_1", ["5", "3", "1"]],
    ["tenantId:=ten_1 && words:[100..300]", ["3", "1"]],
    ["words:>=500 || featured:true", ["6", "5", "2"]],
    ["status:=in-review && (tags:=[tag1] || words:<=200)", ["4", "2", "1"]],
    ["status:!=published", ["5", "4", "2", "1"]],
    ["title:marketing", ["4", "1"]],
    ["title:=Marketing", ["4"]],
    ["title:=`Local search for dentists`", ["3"]],
    ["score:>1.4 && score:<2.6", ["5", "4", "3"]],
    ["id:[blg_1, blg_6]", ["6", "1"]],
    ["words:[100, 300..400]", ["4", "3", "1"]],
    ["slug:=search*", ["6"]],
  ])("filter %s", async (filter_by, expected) => {
    expect(await ids("*", { filter_by })).toEqual(expected);
  });

  test("wrong filters, fields and parameters are refused", async () => {
    for (const filter_by of ["words:", "nope:=1", "(words:>1", "words:>abc", "words:>1 &&"]) {
      expect([400, 404]).toContain((await failure(ids("*", { filter_by }))).httpStatus);
    }
    expect((await failure(ids("x", { query_by: "nope" }))).httpStatus).toBe(404);
    expect((await failure(ids("x", { per_page: 251 }))).httpStatus).toBe(422);
    expect((await failure(ids("*", { sort_by: "slug:asc" }))).httpStatus).toBe(404);
  });

  test("facets count every hit, not only the page", async () => {
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "*", query_by: "title", facet_by: "status,tags,words", per_page: 1 });
    const [status, tags, words] = found.facet_counts ?? [];
    expect(status?.counts.map(({ value, count: n }) => [value, n])).toEqual([
      ["in-review", 4],
      ["published", 2],
    ]);
    expect(tags?.counts[0]).toMatchObject({ value: "all", count: 6 });
    expect(words?.stats).toMatchObject({ min: 100, max: 600, avg: 350 });
    expect([found.found, found.out_of, found.hits?.length]).toEqual([6, 6, 1]);
  });

  test("pages, sorts and cuts documents to fields", async () => {
    expect(await ids("*", { sort_by: "words:asc", per_page: 2, page: 2 })).toEqual(["3", "4"]);
    expect(await ids("*", { sort_by: "featured:desc,score:asc", limit: 3, offset: 0 })).toEqual(["2", "1", "3"]);
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "dentists", query_by: "title", include_fields: "id,title" });
    expect(found.hits?.[0]?.document).toEqual({ id: "blg_3", title: "Local search for dentists" });
  });

  test("highlights mark the matching words and cut long texts around them", async () => {
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "strategy", query_by: "title,excerpt", highlight_full_fields: "title" });
    expect(found.hits?.[0]?.highlight?.title).toMatchObject({
      matched_tokens: ["strategy"],
      snippet: "Marketing <mark>strategy</mark> for small bakeries",
    });
    expect(found.hits?.[1]?.highlight?.excerpt).toMatchObject({
      snippet: "word word word word <mark>strategy</mark> word word word word",
    });
  });

  test("many searches are answered in order, a bad one fails alone", async () => {
    const { results } = await client.multiSearch.perform(
      {
        searches: [
          { collection: name, q: "dentists" },
          { collection: "no_such", q: "x" },
          { collection: name, q: "*", filter_by: "featured:true" },
        ],
      },
      { query_by: "title" },
    );
    const shown = results as unknown as { found?: number; code?: number }[];
    expect(shown.map((result) => result.found ?? result.code)).toEqual([1, 404, 1]);
  });
});
