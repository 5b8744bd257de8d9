import { plainOf } from "#core/run/prose.ts";
import type { PageDraft } from "#schema/wording.ts";

type Content = Record<string, unknown>;

/** Columns of a page from its content. */
export function columns(content: Content): Record<string, unknown> {
  const { slug, metaTitle, metaDescription, ...sections } = content as unknown as PageDraft;
  return { name: sections.hero.headline, slug, metaTitle, metaDescription, sections: JSON.stringify(sections) };
}

/** A page of which nothing is written yet. */
export function blank(title: string, id: string): Record<string, unknown> {
  return { name: title.slice(0, 200), slug: `page-${id.slice(4).toLowerCase()}` };
}

/** The page as one Markdown text, section by section. */
export function article(content: Content): string {
  const { hero, problem, solution, features, socialProof, faq, cta } = content as unknown as PageDraft;
  return [
    hero.headline,
    hero.subheadline,
    `## ${problem.heading}\n\n${problem.body}`,
    `## ${solution.heading}\n\n${solution.body}`,
    "## What you get",
    ...features.map(({ title, text }) => `### ${title}\n\n${text}`),
    ...(socialProof.items.length > 0 ? [`## ${socialProof.heading}`] : []),
    ...socialProof.items.map(({ quote, author }) => `> ${quote}${author ? ` (${author})` : ""}`),
    "## Questions and answers",
    ...faq.map(({ q, a }) => `### ${q}\n\n${a}`),
    `## ${cta.heading}\n\n${cta.text}`,
  ].join("\n\n");
}

/** What the critic reads of a page. */
export function judged(content: Content) {
  const { hero, metaDescription } = content as unknown as PageDraft;
  return {
    title: hero.headline,
    content: article(content),
    metaDescription,
    limits: { wordsMin: 120, wordsMax: 2_500, sectionsMin: 3 },
  };
}

/** What readers read of a page, for the rules that every text keeps. */
export function proseOfPage(content: PageDraft): string {
  const { metaTitle, metaDescription, hero, cta } = content;
  return [metaTitle, metaDescription, hero.ctaText, cta.buttonText, plainOf(article({ ...content }))].join("\n");
}
