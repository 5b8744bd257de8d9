import canonicalize from "canonicalize";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BlogFields } from "#schema/blog.ts";

type Content = Record<string, unknown>;

/** What would be sent to the channel: the text and the account it goes to. The time of publishing is not part of it. */
export interface Sendable {
  title: string;
  slug: string;
  body: string;
  excerpt: string | null;
  metaTitle: string;
  metaDescription: string;
  channelId: string | null;
}

/** SHA-256 over the canonical JSON (RFC 8785) of exactly what would be sent. */
export function contentHash(content: Sendable): string {
  const { title, slug, body, excerpt, metaTitle, metaDescription, channelId } = content;
  return sha256(canonicalize({ title, slug, body, excerpt, metaTitle, metaDescription, channelId }) ?? "");
}

/** What a version of a post keeps. */
export function contentOf(post: BlogFields): Content {
  const { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription } = post;
  return { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription };
}

/** Columns of a post from its content. */
export function columns(content: Content): Content {
  return { ...content, wordCount: countWords(article(content)) };
}

/** Hash of a post's content and the account that it goes to. */
export function hash(_tx: Tx, row: object, content: Content): string {
  const { channelId } = row as Pick<Sendable, "channelId">;
  return contentHash({ ...(content as unknown as Sendable), channelId });
}

/** The post as one Markdown text. */
export function article(content: Content): string {
  return String(content["body"] ?? "");
}

/** What the critic reads of a post. */
export function judged(content: Content) {
  const { title, metaDescription } = content as unknown as BlogFields;
  return { title, content: article(content), metaDescription, limits: { wordsMin: 800, wordsMax: 2_500 } };
}

/** Words of a Markdown text: runs of letters and digits. */
export function countWords(markdown: string): number {
  return markdown.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** URL part of a title: a-z, 0-9 and -, at most 80 characters. */
export function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 70)
    .replace(/-+$/, "");
  return slug.length >= 3 ? slug : `post-${slug || "draft"}`;
}
