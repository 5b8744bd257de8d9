import { describe, expect, test } from "vitest";
import * as Post from "#core/content-audit/rules.ts";
import { count, shareOf } from "#core/score/heuristics.ts";
import { type CrawledPage, observe, scoreOf } from "#core/site-audit/rules.ts";
import { hemisphereOf, isAlike, repeatsIn, seasonOf } from "#core/topic/rules.ts";

const sound: CrawledPage = {
  ...{ url: "https://a.example/", title: "A title that is as long as it should be", h1: "Welcome", canonical: null },
  metaDescription: "A description that is long enough to be shown whole below the title in a list of results.",
  ...{ httpStatus: 200, wordCount: 500, linksIn: 4, linksOut: 4, schemaTypes: ["Article"], flags: [], textSha256: "a" },
};
const codesOf = (pages: CrawledPage[]) => observe(pages, "https://www.a.example").map(({ code }) => code);

describe("what a crawl shows of a site", () => {
  test("is nothing where nothing is wrong, and the score is full", () => {
    expect(codesOf([sound])).toEqual([]);
    expect(scoreOf([], 1)).toBe(100);
  });

  test("is what is wrong, on the pages that show it", () => {
    const other = { ...sound, url: "https://a.example/b", textSha256: "b", title: "Another title that is long enough" };
    const description = "Another description that is long enough to be shown whole below the title in the results.";
    const page = (change: Partial<CrawledPage>) =>
      codesOf([sound, { ...other, metaDescription: description, ...change }]);
    expect(page({})).toEqual([]);
    expect(page({ httpStatus: 500 })).toEqual(["server_error"]);
    expect(page({ httpStatus: 404, title: null })).toEqual(["not_found"]);
    expect(page({ canonical: "https://a.example/c" })).toEqual(["canonical_mismatch"]);
    expect(page({ canonical: "https://www.a.example/b/" })).toEqual([]);
    expect(page({ title: sound.title })).toEqual(["duplicate_title"]);
    expect(page({ linksIn: 0 })).toEqual(["orphan_page"]);
    expect(page({ wordCount: 199 })).toEqual(["thin_content"]);
    expect(codesOf([{ ...sound, linksIn: 0 }])).toEqual([]);
  });

  test("costs more points the worse it is and the more pages it concerns", () => {
    const found = observe([{ ...sound, httpStatus: 404 }], sound.url);
    const warned = observe([{ ...sound, h1: null }], sound.url);
    expect(scoreOf(found, 10)).toBeLessThan(scoreOf(warned, 10));
    expect(scoreOf(found, 1)).toBeLessThan(scoreOf(found, 10));
  });
});

describe("topics", () => {
  test("are the same when most words that mean something are the same", () => {
    expect(isAlike("Caring for oak tables", "How to care for an oak table")).toBe(true);
    expect(isAlike("Caring for oak tables", "Caring for wool rugs")).toBe(false);
    expect(repeatsIn(["Oak tables", "Wool rugs", "The oak table"], ["Rugs of wool"])).toEqual([
      "Wool rugs",
      "The oak table",
    ]);
  });

  test("fit the season of the country", () => {
    expect([hemisphereOf("AU"), hemisphereOf("IN")]).toEqual(["south", "north"]);
    expect(["2026-01-15", "2026-04-15", "2026-07-15", "2026-12-15"].map((day) => seasonOf(day, "north"))).toEqual([
      ...["winter", "spring", "summer", "winter"],
    ]);
    expect(seasonOf("2026-07-15", "south")).toBe("winter");
  });
});

describe("a published post", () => {
  const around = {
    today: "2026-06-01",
    others: [],
    pages: ["https://a.example/", "https://a.example/b"],
    host: "a.example",
  };
  const every = {
    freshness: true,
    thinSections: true,
    cannibalisation: true,
    internalLinks: true,
    aiSearchStructure: true,
  };
  const post = {
    title: "Oak tables",
    bodyMarkdown: "",
    targetKeyword: "oak table",
    publishedOn: "2026-01-01",
    briefed: [],
    unsupported: [],
  };
  const found = (
    change: Partial<Post.AuditedPost>,
    scope: Partial<Post.Scope>,
    more: Partial<Post.Surroundings> = {},
  ) => {
    const none = Object.fromEntries(Object.keys(every).map((key) => [key, false])) as unknown as Post.Scope;
    return Post.observe({ ...post, ...change }, { ...around, ...more }, { ...none, ...scope });
  };

  test("is old after eighteen months, and so is a year that lies further back", () => {
    expect(found({ publishedOn: "2024-12-02" }, { freshness: true })).toEqual([]);
    expect(found({ publishedOn: "2024-11-30" }, { freshness: true })).toHaveLength(1);
    expect(found({ bodyMarkdown: "As of 2023, and again in 2025." }, { freshness: true })).toMatchObject([
      { title: "The year 2023 stands in the text" },
    ]);
  });

  test("is held against its brief, its neighbours and the pages that exist", () => {
    const bodyMarkdown = `## Wood\n\n${"word ".repeat(220)}\n\n## Care\n\nShort. [b](https://a.example/b) [c](https://a.example/c)`;
    expect(found({ bodyMarkdown }, { thinSections: true }).map(({ location }) => location)).toEqual(["Care"]);
    const briefed = [{ heading: "Wood", words: 600 }];
    expect(found({ bodyMarkdown, briefed }, { thinSections: true })[0]).toMatchObject({ severity: "warning" });
    expect(found({ bodyMarkdown }, { internalLinks: true })).toMatchObject([{ location: "https://a.example/c" }]);
    const others = [{ title: "Something else", targetKeyword: "Oak Table" }];
    expect(found({}, { cannibalisation: true }, { others })).toMatchObject([{ severity: "critical" }]);
  });

  test("names prices that no document holds", () => {
    expect(Post.pricesOff("It costs $ 40 or €1,200.", "A lamp is $40.")).toEqual(["€1,200"]);
  });
});

test("a text gains by each rule that it keeps, and the same text always scores the same", () => {
  const text = { title: "Lamps", text: "A lamp is a lamp. It stands on a table.", secondaryKeywords: [] };
  const without = count({ ...text, primaryKeyword: "oak" });
  const better = count({ ...text, primaryKeyword: "oak", title: "Oak lamps" });
  expect(better.seo).toBeGreaterThan(without.seo);
  expect(count({ ...text, primaryKeyword: "oak" })).toEqual(without);
  const long = `${"word ".repeat(60)}ends here. `.repeat(4);
  expect(count({ ...text, text: long }).readability).toBeLessThan(without.readability);
  expect(shareOf([], "seo")).toBe(100);
});
