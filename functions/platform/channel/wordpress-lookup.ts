import * as z from "zod";
import { fingerprint } from "./fingerprint.ts";
import { ChannelError, type PublishAttempt } from "./types.ts";
import { codeOf, reasonOf, utc, type WordpressCall, WordpressPost } from "./wordpress-api.ts";

const windowMs = 30 * 60_000;
const pageSize = 100;

/** The post of an id, or undefined when the site says that it has none. Throws ChannelError on every other answer. */
export async function findPost(call: WordpressCall, id: string): Promise<WordpressPost | undefined> {
  const answer = await call("GET", `/posts/${encodeURIComponent(id)}?context=edit`);
  const missing = z.object({ code: z.literal("rest_post_invalid_id") }).safeParse(answer.body);
  if (answer.status === 404 && missing.success) return undefined;
  if (answer.status !== 200) throw new ChannelError(codeOf(answer.status), reasonOf(answer));
  return WordpressPost.parse(answer.body);
}

/** The post made by an attempt whose id is not known: by its slug, else among the posts of that time. Throws if unsure. */
export async function findByWords(call: WordpressCall, attempt: PublishAttempt): Promise<WordpressPost | undefined> {
  return (await findBySlug(call, attempt)) ?? (await findByTime(call, attempt));
}

/** A taken slug gets a number, so the numbered ones are looked at too. */
function findBySlug(call: WordpressCall, attempt: PublishAttempt): Promise<WordpressPost | undefined> {
  const { slug } = attempt.payload;
  const slugs = [slug, ...[2, 3, 4, 5].map((number) => `${slug}-${number}`)].join(",");
  return findInList(call, new URLSearchParams({ slug: slugs }), attempt);
}

function findByTime(call: WordpressCall, attempt: PublishAttempt): Promise<WordpressPost | undefined> {
  const at = attempt.startedAt.getTime();
  const after = new Date(at - windowMs).toISOString();
  return findInList(call, new URLSearchParams({ after, before: new Date(at + windowMs).toISOString() }), attempt);
}

/** Throws when the list is longer than one page: what was not seen cannot be called absent. */
async function findInList(call: WordpressCall, query: URLSearchParams, attempt: PublishAttempt) {
  for (const [name, value] of [
    ["status", "any"],
    ["context", "edit"],
    ["per_page", String(pageSize)],
  ] as const)
    query.set(name, value);
  const answer = await call("GET", `/posts?${query}`);
  if (answer.status !== 200) throw new ChannelError(codeOf(answer.status), reasonOf(answer));
  const posts = z.array(WordpressPost).parse(answer.body);
  const found = posts.find((post) => isOf(post, attempt));
  if (!found && Number(answer.headers.get("x-wp-totalpages") ?? 1) > 1) {
    throw new ChannelError("other", "The site lists more posts of that time than can be compared.");
  }
  return found;
}

/** Same words, and not older than the attempt. It may be younger: an editor who publishes a draft gives it a new date. */
function isOf(post: WordpressPost, { payload, startedAt }: PublishAttempt): boolean {
  const at = utc(post.date_gmt ?? post.modified_gmt);
  if (at && at.getTime() < startedAt.getTime() - windowMs) return false;
  const wanted = fingerprint(payload.title, payload.html);
  return fingerprint(post.title.raw ?? post.title.rendered, post.content.raw ?? post.content.rendered) === wanted;
}
