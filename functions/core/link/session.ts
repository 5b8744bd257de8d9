import { randomBytes } from "node:crypto";
import { redis, whileItAnswers } from "#platform/redis.ts";
import { sha256 } from "#platform/secrets.ts";
import { linkSessionSeconds } from "#schema/approval-link.ts";

interface Kept {
  linkId: string;
  until: string;
}

const keyOf = (session: string) => `link:session:${sha256(session)}`;

/** Opens deciding for half an hour. @returns the secret for the browser, and until when it is good */
export async function openSession(linkId: string): Promise<{ session: string; until: string }> {
  const session = randomBytes(32).toString("base64url");
  const until = new Date(Date.now() + linkSessionSeconds * 1_000).toISOString();
  const kept: Kept = { linkId, until };
  await redis().set(keyOf(session), JSON.stringify(kept), "EX", linkSessionSeconds);
  return { session, until };
}

/** Until when the browser may decide with a link, or null when it may not. */
export async function sessionUntil(linkId: string, session: string | undefined): Promise<string | null> {
  if (!session) return null;
  const text = await whileItAnswers((store) => store.get(keyOf(session)));
  const kept = text ? (JSON.parse(text) as Kept) : null;
  return kept?.linkId === linkId ? kept.until : null;
}
