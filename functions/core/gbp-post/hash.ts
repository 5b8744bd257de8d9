import { sha256 } from "#platform/secrets.ts";

/** Hash of what would be sent to the profile. */
export function contentHash(post: { bodyText: string; ctaType: string | null; ctaUrl: string | null }): string {
  return sha256(JSON.stringify([post.bodyText, post.ctaType, post.ctaUrl]));
}
