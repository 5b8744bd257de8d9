import * as z from "zod";
import { OutboundError } from "#platform/fetch.ts";
import { AppError } from "#schema/errors.ts";
import {
  ChannelError,
  type CheckResult,
  type FinalItem,
  type PostResult,
  type PublishAttempt,
  type SiteAdapter,
  type TestResult,
  type WordpressAccount,
} from "./types.ts";
import { validateBlog } from "./validate.ts";
import {
  codeOf,
  reasonOf,
  utc,
  type WordpressAnswer,
  type WordpressCall,
  type WordpressPost,
  WordpressUser,
  wordpressCall,
} from "./wordpress-api.ts";
import { findByWords, findPost } from "./wordpress-lookup.ts";

const defaultTimeoutMs = 30_000;
const rawMaxBytes = 16 * 1024;

/** A request may still be at work on the site after we stopped waiting for it; before this long, "not found" proves nothing. */
const settleMs = 2 * 60_000;

export interface WordpressOptions {
  timeoutMs?: number;
  now?: () => Date;
}

/** A WordPress site (5.6 or later) by its REST API and an application password. */
export function wordpressChannel(account: WordpressAccount, options: WordpressOptions = {}): SiteAdapter {
  const { timeoutMs = defaultTimeoutMs, now = () => new Date() } = options;
  const call = wordpressCall(account, timeoutMs);
  return {
    capabilities: () => ({
      formats: ["blog"],
      textMax: null,
      media: { featuredImage: false },
      drafts: true,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate: validateBlog,
    post: (attempt) => call("POST", "/posts", fieldsOf(attempt, account)).then(posted, postFailed),
    check: (attempt) => check(call, account, attempt, now()).catch(checkFailed),
    finalise: async ({ providerId }) => finalItem(account, await readPost(call, providerId)),
    test: () => call("GET", "/users/me?context=edit").then((answer) => tested(answer, account), testFailed),
  };
}

function fieldsOf({ payload }: PublishAttempt, account: WordpressAccount): object {
  return {
    title: payload.title,
    slug: payload.slug,
    content: payload.html,
    excerpt: payload.excerpt || payload.metaDescription,
    status: account.mode === "publish" ? payload.status : "draft",
    ...(account.author === undefined ? {} : { author: account.author }),
    ...(account.categories === undefined ? {} : { categories: account.categories }),
  };
}

function posted(answer: WordpressAnswer): PostResult {
  const message = reasonOf(answer);
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    const wait = Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1000 };
    return { outcome: "not_sent", code: "rate_limited", message, ...wait };
  }
  if (answer.status >= 500) return { outcome: "unknown", reason: message };
  if (answer.status >= 300) return { outcome: "refused", code: codeOf(answer.status), message };
  const post = z.looseObject({ id: z.int().positive(), link: z.string().optional() }).safeParse(answer.body);
  if (!post.success)
    return { outcome: "unknown", reason: `The site answered ${answer.status} without naming the post.` };
  const { id, link } = post.data;
  return { outcome: "accepted", providerId: String(id), ...(link ? { url: link } : {}) };
}

function postFailed(error: unknown): PostResult {
  if (error instanceof AppError) return { outcome: "refused", code: "bad_request", message: error.message };
  if (error instanceof OutboundError && !error.sent) {
    return { outcome: "not_sent", code: "provider_down", message: error.message };
  }
  return { outcome: "unknown", reason: messageOf(error) };
}

async function check(
  call: WordpressCall,
  account: WordpressAccount,
  attempt: PublishAttempt,
  now: Date,
): Promise<CheckResult> {
  if (attempt.providerId !== undefined) {
    const post = await findPost(call, attempt.providerId);
    return post ? stateOf(account, post) : { state: "absent" };
  }
  const post = await findByWords(call, attempt);
  if (post) return stateOf(account, post);
  const settled = now.getTime() - attempt.startedAt.getTime() >= settleMs;
  return settled ? { state: "absent" } : { state: "pending", reason: "The site may still be working on the request." };
}

function stateOf(account: WordpressAccount, post: WordpressPost): CheckResult {
  const providerId = String(post.id);
  if (post.status === "trash") return { state: "absent" };
  if (post.status === "future") return { state: "pending", reason: "The site publishes the post at a later time." };
  if (post.status !== "publish") return { state: "draft", providerId, editUrl: editUrl(account, providerId) };
  return { state: "confirmed", providerId, url: post.link, at: utc(post.date_gmt) ?? new Date() };
}

function checkFailed(error: unknown): CheckResult {
  return { state: "unknown", reason: messageOf(error) };
}

async function readPost(call: WordpressCall, id: string): Promise<WordpressPost> {
  const post = await findPost(call, id).catch((error: unknown) => {
    throw error instanceof ChannelError ? error : new ChannelError("provider_down", messageOf(error), error);
  });
  if (!post) throw new ChannelError("target_gone", `Post ${id} is no longer on the site.`);
  return post;
}

function finalItem(account: WordpressAccount, post: WordpressPost): FinalItem {
  const providerId = String(post.id);
  const isPublic = post.status === "publish";
  const { content: _content, ...rest } = post;
  const small = JSON.stringify(rest).length <= rawMaxBytes;
  return {
    providerId,
    url: isPublic ? post.link : editUrl(account, providerId),
    publishedAt: isPublic ? utc(post.date_gmt) : null,
    raw: small ? rest : { id: post.id, slug: post.slug, status: post.status, link: post.link },
  };
}

function tested(answer: WordpressAnswer, account: WordpressAccount): TestResult {
  if (answer.status !== 200) return { ok: false, code: codeOf(answer.status), message: reasonOf(answer) };
  const user = WordpressUser.safeParse(answer.body);
  if (!user.success)
    return { ok: false, code: "target_gone", message: "There is no WordPress REST API at this address." };
  const { name, roles, capabilities } = user.data;
  const needed = account.mode === "publish" ? "publish_posts" : "edit_posts";
  if (!capabilities[needed])
    return { ok: false, code: "permission", message: `${name} lacks the right ${needed} on this site.` };
  return { ok: true, title: name, roles };
}

function testFailed(error: unknown): TestResult {
  return { ok: false, code: error instanceof AppError ? "bad_request" : "provider_down", message: messageOf(error) };
}

function editUrl(account: WordpressAccount, id: string): string {
  return `${account.siteUrl.replace(/\/+$/, "")}/wp-admin/post.php?post=${id}&action=edit`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
