import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { describe, expect, test } from "vitest";
import { diffRows, foldRows } from "#kit/blog/diff-rows.ts";
import { changesOf, draftOf, needsSource, problemsOf } from "#kit/blog/draft.ts";
import { placeClaims } from "#kit/blog/place-claims.ts";
import { rehypeClaims } from "#kit/blog/rehype-claims.ts";
import type { BlogPost, Claim } from "#schema/blog.ts";

const body = "## Head\n\nFirst plain. A **bold fact** about 5 & 6 people.\n\n- item one is 40 % faster.\n- item two\n";

function claim(id: string, text: string, startOffset: number, length = text.length): Claim {
  return { id, text, startOffset, endOffset: startOffset + length, support: "supported", waiveNote: null, sources: [] };
}

function html(claims: readonly Claim[]): string {
  const placed = placeClaims(body, claims);
  return renderToStaticMarkup(
    createElement(Markdown, {
      remarkPlugins: [remarkGfm],
      rehypePlugins: [rehypeSanitize, [rehypeClaims, { placed }]],
      children: body,
    }),
  );
}

describe("factual sentences in the article", () => {
  test("are marked through formatting, the last piece carrying the footnote", () => {
    const written = "A **bold fact** about 5 & 6 people.";
    const page = html([claim("c1", "A bold fact about 5 & 6 people.", body.indexOf(written), written.length)]);
    expect(page).toContain('<strong><mark data-claim="c1">bold fact</mark></strong>');
    expect(page.match(/data-last="true"/g)).toHaveLength(1);
  });

  test("are found by their words when the stored place does not fit", () => {
    expect(html([claim("c2", "item one is 40 % faster.", 2)])).toContain(
      '<mark data-claim="c2" data-last="true">item one is 40 % faster.</mark>',
    );
  });

  test("that are gone come last and are marked nowhere", () => {
    const placed = placeClaims(body, [
      claim("gone", "Never written here.", 0),
      claim("c2", "item one is 40 % faster.", 2),
    ]);
    expect(placed.map(({ claim: { id }, range }) => [id, range === null])).toEqual([
      ["c2", false],
      ["gone", true],
    ]);
  });
});

describe("a comparison", () => {
  test("keeps equal paragraphs level and folds what is far from a change", () => {
    const rows = diffRows([
      { kind: "same", text: "a\n\nb\n\nc\n\nhello " },
      { kind: "removed", text: "x" },
      { kind: "added", text: "y" },
      { kind: "same", text: " end\n\nlast" },
    ]);
    expect(rows.map((row) => row.changed)).toEqual([false, false, false, true, false]);
    expect(foldRows(rows).map((section) => [section.kind, section.rows.length])).toEqual([
      ["folded", 2],
      ["rows", 3],
    ]);
  });
});

describe("an edit", () => {
  const post = {
    title: "A title long enough",
    slug: "a-title",
    excerpt: null,
    targetKeyword: "title",
    metaTitle: "A meta title of length",
    metaDescription: "d".repeat(150),
    body: "b".repeat(300),
  } as BlogPost;

  test("sends only what changed", () => {
    const base = draftOf(post);
    expect(changesOf(base, { ...base, title: "Another long title" })).toEqual({ title: "Another long title" });
    expect(changesOf(base, base)).toEqual({});
  });

  test("names the field that cannot be saved", () => {
    expect(Object.keys(problemsOf({ ...draftOf(post), slug: "Not A Slug", title: "short" }))).toEqual([
      "title",
      "slug",
    ]);
  });

  test("stays in Markdown when the visual editor would lose a table, an image or raw HTML", () => {
    expect(["| a | b |\n| - | - |\n| 1 | 2 |", "![x](y)", "<div>x</div>"].map(needsSource)).toEqual([true, true, true]);
    expect(needsSource("Plain **text**\n\n---\n\n- list")).toBe(false);
  });
});
