import canonicalize from "canonicalize";
import { sha256 } from "#platform/secrets.ts";

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
