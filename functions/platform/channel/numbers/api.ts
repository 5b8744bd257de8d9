import type * as z from "zod";
import { config } from "#platform/config.ts";
import { guardedFetch, OutboundError } from "#platform/fetch.ts";
import { ChannelError, type ChannelErrorCode } from "../types.ts";

const timeoutMs = 30_000;
const answerMaxBytes = 16 * 1024 * 1024;

const homes = {
  analytics: "https://analyticsdata.googleapis.com",
  "search-console": "https://www.googleapis.com",
  "google-ads": "https://googleads.googleapis.com",
  "business-profile": "https://businessprofileperformance.googleapis.com",
  meta: "https://graph.facebook.com",
  linkedin: "https://api.linkedin.com",
} as const;
export type Provider = keyof typeof homes;

interface Request<T> {
  token: string;
  headers?: Record<string, string>;
  /** Sent as JSON; without it the request is a GET. */
  json?: object;
  query?: URLSearchParams;
  answer: z.ZodType<T>;
  /** What an error of the provider means where its status does not say it. */
  codeOf?(status: number, body: unknown): ChannelErrorCode | undefined;
}

/** One request of a provider's API, read into its shape. @throws ChannelError */
export async function ask<T>(provider: Provider, path: string, request: Request<T>): Promise<T> {
  const standIn = config("CHANNEL_APIS_URL");
  const address = new URL(`${standIn ? `${standIn.replace(/\/+$/, "")}/${provider}` : homes[provider]}${path}`);
  if (request.query) address.search = request.query.toString();
  const { status, body } = await send(address, request);
  if (status >= 300) {
    const code = request.codeOf?.(status, body) ?? codeOf(status);
    throw new ChannelError(code, `${address.host} answers with ${status}.`);
  }
  const parsed = request.answer.safeParse(body);
  if (!parsed.success) throw new ChannelError("other", `The answer of ${address.host} cannot be read.`, parsed.error);
  return parsed.data;
}

async function send(
  address: URL,
  { token, headers, json }: Request<unknown>,
): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await guardedFetch(address, {
      method: json ? "POST" : "GET",
      headers: {
        ...{ authorization: `Bearer ${token}`, accept: "application/json" },
        ...(json ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      body: json ? JSON.stringify(json) : null,
      redirect: "error",
      timeoutMs,
      maxBytes: answerMaxBytes,
    });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  } catch (error) {
    if (error instanceof OutboundError) throw new ChannelError("provider_down", error.message, error);
    throw error;
  }
}

function codeOf(status: number): ChannelErrorCode {
  if (status === 401) return "auth_expired";
  if (status === 403) return "permission";
  if (status === 404) return "target_gone";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "provider_down" : "bad_request";
}
