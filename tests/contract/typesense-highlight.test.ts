import { describe, expect, test } from "vitest";
import { type Blog, blogsForEachTest, client, name } from "./typesense-client.ts";

blogsForEachTest();

describe("marked words", () => {
  const first = async (q: string, more: object = {}) =>
    (
      await client
        .collections<Blog>(name)
        .documents()
        .search({ q, query_by: "title,excerpt,tags", ...more })
    ).hits?.[0];

  test("are those that matched, and of an unfinished one the letters that were typed", async () => {
    expect((await first("bakeries"))?.highlight).toMatchObject({
      title: { snippet: "Marketing strategy for small <mark>bakeries</mark>", matched_tokens: ["bakeries"] },
    });
    expect((await first("strategy bak"))?.highlight).toMatchObject({
      title: { snippet: "Marketing <mark>strategy</mark> for small <mark>bak</mark>eries" },
    });
    expect((await first("bakeires"))?.highlight).toMatchObject({
      title: { snippet: "Marketing strategy for small <mark>bakeries</mark>" },
    });
    expect((await first("emile"))?.highlight).toMatchObject({
      title: { snippet: "<mark>Émile</mark>'s guide to newsletters" },
    });
  });

  test("stand between the tags that are asked for", async () => {
    const tags = { highlight_start_tag: "[", highlight_end_tag: "]" };
    expect((await first("bakeries", tags))?.highlight?.title).toMatchObject({
      snippet: "Marketing strategy for small [bakeries]",
    });
  });

  test("are shown in the fields that are asked for, or in none", async () => {
    expect(Object.keys((await first("calendar"))?.highlight ?? {})).toEqual(["title", "excerpt"]);
    expect(Object.keys((await first("calendar", { highlight_fields: "excerpt" }))?.highlight ?? {})).toEqual([
      "excerpt",
    ]);
    expect((await first("calendar", { highlight_fields: "none" }))?.highlight).toEqual({});
    expect(await first("*")).toMatchObject({ highlight: {}, highlights: [] });
  });

  test("are shown with the whole field, and with as many words around as asked", async () => {
    const hit = await first("strategy", {
      filter_by: "id:blg_5",
      highlight_full_fields: "excerpt",
      highlight_affix_num_tokens: 1,
    });
    expect(hit?.highlight?.excerpt).toMatchObject({ snippet: "word <mark>strategy</mark> word" });
    expect((hit?.highlight?.excerpt as { value?: string } | undefined)?.value).toHaveLength(
      `${"word ".repeat(80)}strategy <mark></mark>`.length,
    );
    const whole = await first("strategy", { filter_by: "id:blg_5", snippet_threshold: 100 });
    expect((whole?.highlight?.excerpt as { snippet?: string } | undefined)?.snippet?.length).toBeGreaterThan(400);
  });

  test("are shown element by element in lists, in the older form too unless it is not wanted", async () => {
    const hit = await first("tag1", { query_by: "tags" });
    expect(hit?.highlight).toMatchObject({ tags: [{ snippet: "<mark>tag1</mark>" }, { matched_tokens: [] }] });
    expect(hit?.highlights).toEqual([
      { field: "tags", indices: [0], matched_tokens: [["tag1"]], snippets: ["<mark>tag1</mark>"] },
    ]);
    expect(await first("tag1", { query_by: "tags", enable_highlight_v1: false })).not.toHaveProperty("highlights");
  });
});
