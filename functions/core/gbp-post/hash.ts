import { sha256 } from "#platform/secrets.ts";

/** Hash of what would be sent to the profile. */
export function contentHash(post: {
  bodyText: string;
  ctaType: string | null;
  ctaUrl: string | null;
  offer?: unknown;
  event?: unknown;
}): string {
  const { bodyText, ctaType, ctaUrl, offer = null, event = null } = post;
  return sha256(JSON.stringify([bodyText, ctaType, ctaUrl, ...(offer || event ? [offer, event] : [])]));
}
