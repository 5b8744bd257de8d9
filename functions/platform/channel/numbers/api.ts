import type * as z from "zod";
import { OutboundError } from "#platform/fetch.ts";
import { type Answer, callOf, codeOf } from "../api.ts";
import type { Provider } from "../home.ts";
import { ChannelError, type ChannelErrorCode } from "../types.ts";

interface Request<T> {
  token: string;
  headers?: Record<string, string>;
  /** Sent as JSON; without it the request is a GET. */
  json?: object;
  query?: URLSearchParams | Record<string, string>;
  answer: z.ZodType<T>;
  /** What an error of the provider means where its status does not say it. */
  codeOf?(status: number, body: unknown): ChannelErrorCode | undefined;
}

/** One request of a provider's API, read into its shape. @throws ChannelError */
export async function ask<T>(provider: Provider, path: string, request: Request<T>): Promise<T> {
  const { token, headers = {}, json, query } = request;
  const wanted = { ...(json ? { json } : {}), ...(query ? { query } : {}) };
  const { status, body } = await callOf(provider, token, headers)(path, wanted).catch(unreached);
  if (status >= 300)
    throw new ChannelError(
      request.codeOf?.(status, body) ?? codeOf(status),
      `The API of ${provider} answers with ${status}.`,
    );
  const parsed = request.answer.safeParse(body);
  if (!parsed.success) throw new ChannelError("other", `The answer of ${provider} cannot be read.`, parsed.error);
  return parsed.data;
}

function unreached(error: unknown): Answer {
  throw error instanceof OutboundError ? new ChannelError("provider_down", error.message, error) : error;
}
