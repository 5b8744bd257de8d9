import * as z from "zod";
import { guardedFetch } from "#platform/fetch.ts";
import type { ChannelErrorCode, WordpressAccount } from "./types.ts";

const bodyMaxBytes = 8 * 1024 * 1024;

const Text = z.object({ raw: z.string().optional(), rendered: z.string() });

/** The fields of a post that are relied on, as the REST API gives them with `context=edit`. */
export const WordpressPost = z.looseObject({
  id: z.int().positive(),
  slug: z.string(),
  status: z.string(),
  link: z.string(),
  date_gmt: z.string().nullable(),
  modified_gmt: z.string().nullable(),
  title: Text,
  content: Text,
});
export type WordpressPost = z.infer<typeof WordpressPost>;

export const WordpressUser = z.looseObject({
  name: z.string(),
  roles: z.array(z.string()).default([]),
  capabilities: z.record(z.string(), z.boolean()).default({}),
});

export interface WordpressAnswer {
  status: number;
  /** Parsed JSON, or undefined when the body is none. */
  body: unknown;
  headers: Headers;
}

export type WordpressCall = (method: "GET" | "POST", path: string, body?: object) => Promise<WordpressAnswer>;

/**
 * Calls one site's REST API as the account's user. Redirects are not followed: they would turn a POST into a GET.
 * Throws what `guardedFetch` throws; answers of any status are returned.
 */
export function wordpressCall(account: WordpressAccount, timeoutMs: number): WordpressCall {
  const base = `${account.siteUrl.replace(/\/+$/, "")}/wp-json/wp/v2`;
  const authorization = `Basic ${Buffer.from(`${account.username}:${account.appPassword}`).toString("base64")}`;
  return async (method, path, body) => {
    const answer = await guardedFetch(base + path.replace(/^\/posts\b/, `/${account.kind ?? "posts"}`), {
      method,
      headers: { authorization, accept: "application/json", ...(body ? { "content-type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : null,
      redirect: "manual",
      timeoutMs,
      maxBytes: bodyMaxBytes,
    });
    return { status: answer.status, headers: answer.headers, body: parse(await answer.text()) };
  };
}

/** The reason WordPress gives, or the bare status. */
export function reasonOf(answer: WordpressAnswer): string {
  const reason = z.object({ message: z.string() }).safeParse(answer.body);
  if (reason.success) return `The site answered ${answer.status}: ${reason.data.message}`;
  const location = answer.headers.get("location");
  if (answer.status >= 300 && answer.status < 400 && location)
    return `The site moved to ${location}. Connect that address.`;
  return `The site answered ${answer.status}.`;
}

/** What a status of the site means for the attempt. */
export function codeOf(status: number): ChannelErrorCode {
  if (status === 401) return "auth_expired";
  if (status === 403) return "permission";
  if (status === 413) return "text_too_long";
  if (status === 429) return "rate_limited";
  if (status === 404 || status === 410 || (status >= 300 && status < 400)) return "target_gone";
  return status >= 500 ? "provider_down" : "bad_request";
}

/** WordPress gives UTC dates without a zone. */
export function utc(date: string | null): Date | null {
  return date === null || date === "" ? null : new Date(/Z$|[+-]\d\d:\d\d$/.test(date) ? date : `${date}Z`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
