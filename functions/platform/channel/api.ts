import { guardedFetch, OutboundError } from "#platform/fetch.ts";
import { AppError } from "#schema/errors.ts";
import { homeOf, type Provider } from "./home.ts";
import type { ChannelErrorCode, CheckResult, PostResult, TestResult } from "./types.ts";

const timeoutMs = 30_000;
const answerMaxBytes = 16 * 1024 * 1024;

/** A request may still be at work there after we stopped waiting for it; before this long, "not found" proves nothing. */
export const settleMs = 2 * 60_000;
/** How far from the attempt's start a found item may have been made. */
const windowMs = 30 * 60_000;

export interface Answer {
  status: number;
  /** Parsed JSON, or undefined when the body is none. */
  body: unknown;
  headers: Headers;
}

export interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH";
  query?: Record<string, string> | URLSearchParams;
  json?: object;
  bytes?: { body: Uint8Array; mime: string };
}

export type Call = (path: string, ask?: Ask) => Promise<Answer>;

/** Asks a provider's API as an account. A path that is a whole address is asked as it is. Throws what `guardedFetch` throws. */
export function callOf(provider: Provider, accessToken: string, headers: Record<string, string> = {}): Call {
  return async (path, { method, query, json, bytes } = {}) => {
    const address = new URL(/^https?:/.test(path) ? path : homeOf(provider) + path);
    if (query) address.search = new URLSearchParams(query).toString();
    const type = bytes ? bytes.mime : json ? "application/json" : null;
    const answer = await guardedFetch(address, {
      method: method ?? (json ? "POST" : "GET"),
      headers: {
        ...{ authorization: `Bearer ${accessToken}`, accept: "application/json" },
        ...(type ? { "content-type": type } : {}),
        ...headers,
      },
      body: bytes ? Buffer.from(bytes.body) : json ? JSON.stringify(json) : null,
      redirect: "manual",
      timeoutMs,
      maxBytes: answerMaxBytes,
    });
    return { status: answer.status, headers: answer.headers, body: parse(await answer.text()) };
  };
}

/** What an answer that is no success says about a request that would have made something. */
export function declined(answer: Answer, { code, message }: { code: ChannelErrorCode; message: string }): PostResult {
  if (code === "rate_limited") {
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    return { outcome: "not_sent", code, message, ...(Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1_000 }) };
  }
  return answer.status >= 500 ? { outcome: "unknown", reason: message } : { outcome: "refused", code, message };
}

/** What a failed answer says about a request that made nothing anybody can see: it may be repeated. */
export function notYet(answer: Answer, said: { code: ChannelErrorCode; message: string }): PostResult {
  const result = declined(answer, said);
  return result.outcome === "unknown" ? { outcome: "not_sent", code: "provider_down", message: said.message } : result;
}

/** Whether something that was read is why it could not be. */
export const isResult = (value: unknown): value is PostResult =>
  typeof value === "object" && value !== null && "outcome" in value;

/** What a check says of what could not be read. */
export function unread(result: PostResult): CheckResult {
  const reason = "message" in result ? result.message : "reason" in result ? result.reason : "It cannot be read.";
  return { state: "unknown", reason };
}

/** What a request that got no answer says. `made` is false where it could have made nothing anybody can see. */
export function unanswered(error: unknown, made = true): PostResult {
  if (error instanceof AppError) return { outcome: "refused", code: "bad_request", message: error.message };
  if (!made || (error instanceof OutboundError && !error.sent))
    return { outcome: "not_sent", code: "provider_down", message: messageOf(error) };
  return { outcome: "unknown", reason: messageOf(error) };
}

/** A look that failed says nothing. */
export function unseen(error: unknown): CheckResult {
  return { state: "unknown", reason: messageOf(error) };
}

/** Nothing was found in a complete list: proof, once the request cannot be at work any more. */
export function missing(startedAt: Date, now = new Date()): CheckResult {
  return now.getTime() - startedAt.getTime() >= settleMs
    ? { state: "absent" }
    : { state: "pending", reason: "The channel may still be working on the request." };
}

/** Whether something made then can come from an attempt that began so. */
export function isNear(startedAt: Date, madeAt: string | number | undefined): boolean {
  if (madeAt === undefined) return false;
  const at = typeof madeAt === "number" ? madeAt : Date.parse(madeAt);
  return Math.abs(at - startedAt.getTime()) <= windowMs;
}

/** The words of a text, for comparing what was sent with what is there. */
export function wordsOf(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s+/g, " ").trim();
}

/** What a status means where the provider says no more. */
export function codeOf(status: number): ChannelErrorCode {
  if (status === 401) return "auth_expired";
  if (status === 403) return "permission";
  if (status === 404 || status === 410) return "target_gone";
  if (status === 413) return "text_too_long";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "provider_down" : "bad_request";
}

/** A test call's failure. */
export function untested(error: unknown): TestResult {
  return { ok: false, code: error instanceof AppError ? "bad_request" : "provider_down", message: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
