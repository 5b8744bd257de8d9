import type { BlogPatch, BlogPost } from "#schema/blog.ts";
import type { Limit } from "../edit/counted-field.tsx";

/** What the editor changes of a post. */
export interface Draft {
  title: string;
  slug: string;
  excerpt: string;
  targetKeyword: string;
  metaTitle: string;
  metaDescription: string;
  body: string;
}

/** The post's editable fields as the editor holds them. */
export function draftOf(post: BlogPost): Draft {
  const { title, slug, targetKeyword, metaTitle, metaDescription, body } = post;
  return { title, slug, excerpt: post.excerpt ?? "", targetKeyword, metaTitle, metaDescription, body };
}

/** Only what differs from the post as it was loaded; an emptied excerpt is null. */
export function changesOf(base: Draft, draft: Draft): BlogPatch {
  const changed = (Object.keys(draft) as (keyof Draft)[]).filter((field) => draft[field] !== base[field]);
  return Object.fromEntries(
    changed.map((field) => [field, field === "excerpt" && draft.excerpt.trim() === "" ? null : draft[field]]),
  );
}

/** Characters per field: what is accepted, and what works best in search results. */
export const limits = {
  title: { min: 10, max: 120 },
  excerpt: { min: 0, max: 500 },
  targetKeyword: { min: 2, max: 80 },
  metaTitle: { min: 10, max: 70, best: [40, 60] },
  metaDescription: { min: 50, max: 170, best: [140, 160] },
  body: { min: 200, max: 60_000 },
} as const satisfies Partial<Record<keyof Draft, Limit>>;

const slugForm = /^[a-z0-9-]{3,80}$/;

/** What keeps the draft from being saved, by field. */
export function problemsOf(draft: Draft): Partial<Record<keyof Draft, string>> {
  const problems: Partial<Record<keyof Draft, string>> = {};
  for (const [field, limit] of Object.entries(limits) as [keyof typeof limits, Limit][]) {
    const length = draft[field].trim().length;
    if (length < limit.min) problems[field] = `At least ${limit.min} characters.`;
    if (length > limit.max) problems[field] = `At most ${limit.max.toLocaleString("en")} characters.`;
  }
  if (!slugForm.test(draft.slug)) problems.slug = "Only a-z, 0-9 and -, 3 to 80 characters.";
  return problems;
}

/** True when the visual editor would lose something of this Markdown: tables, images, notes, raw HTML. */
export function needsSource(body: string): boolean {
  return (
    /^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t:|-]*$/m.test(body) ||
    /!\[[^\]]*\]\(/.test(body) ||
    /^\[\^[^\]]+\]:/m.test(body) ||
    /<[a-z][^>]*>/i.test(body)
  );
}
