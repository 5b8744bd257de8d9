import { OutboundError } from "#platform/fetch.ts";
import { AppError } from "#schema/errors.ts";

export type ModelErrorCode =
  | "rate_limited"
  | "timeout"
  | "provider_down"
  | "stream_cut"
  | "refused"
  | "bad_request"
  | "unknown_model"
  | "auth"
  | "not_configured"
  | "local_only"
  | "aborted";

const retriable: Record<ModelErrorCode, boolean> = {
  rate_limited: true,
  timeout: true,
  provider_down: true,
  stream_cut: true,
  refused: false,
  bad_request: false,
  unknown_model: false,
  auth: false,
  not_configured: false,
  local_only: false,
  aborted: false,
};

interface Facts {
  retryAfterMs?: number | undefined;
  status?: number | undefined;
  cause?: unknown;
}

/** A model call that gave no whole answer. `retriable` says whether the same call may work later. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly retriable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly provider: string;
  readonly status: number | undefined;

  constructor(code: ModelErrorCode, provider: string, message: string, facts: Facts = {}) {
    super(message, { cause: facts.cause });
    this.name = "ModelError";
    this.code = code;
    this.retriable = retriable[code];
    this.retryAfterMs = facts.retryAfterMs;
    this.provider = provider;
    this.status = facts.status;
  }
}

export interface Circumstances {
  provider: string;
  timedOut: boolean;
  aborted: boolean;
  /** Whether a part of the answer had already arrived. */
  answering: boolean;
}

/** Names what went wrong in a call, from whatever the SDK, the transport or the provider threw. */
export function toModelError(error: unknown, seen: Circumstances): ModelError {
  if (error instanceof ModelError) return error;
  const { provider } = seen;
  if (seen.aborted) return new ModelError("aborted", provider, "The call was stopped by its caller.", { cause: error });
  if (seen.timedOut)
    return new ModelError("timeout", provider, `${provider} did not answer in time.`, { cause: error });
  const failure = readFailure(error);
  const { status, message } = failure;
  const facts = { status, cause: error, retryAfterMs: failure.retryAfterMs };
  const told = codeOfKind(failure.kind);
  if (status !== undefined && status >= 400)
    return new ModelError(told ?? codeOfStatus(status), provider, message, facts);
  const outbound = causes(error).find((cause) => cause instanceof OutboundError);
  if (outbound?.code === "timeout") return new ModelError("timeout", provider, outbound.message, facts);
  const refused = causes(error).find((cause) => cause instanceof AppError);
  if (refused) {
    const code = refused.code === "privacy.local_only" ? "local_only" : "bad_request";
    return new ModelError(code, provider, refused.message, facts);
  }
  if (told) return new ModelError(told, provider, message, facts);
  return new ModelError(
    seen.answering || outbound?.code === "reset" ? "stream_cut" : "provider_down",
    provider,
    message,
    facts,
  );
}

/** By the provider's own word, which is more exact than its status: Google answers a bad key with 400, OpenAI an empty account with 429. */
function codeOfKind(kind: string): ModelErrorCode | undefined {
  if (/API_KEY_INVALID|invalid_api_key|authentication_error|permission_error/.test(kind)) return "auth";
  if (/insufficient_quota|billing_error/.test(kind)) return "auth";
  if (/model_not_found|not_found_error/.test(kind)) return "unknown_model";
  if (/rate_limit|RESOURCE_EXHAUSTED/i.test(kind)) return "rate_limited";
  return /overloaded|server_error|api_error/i.test(kind) ? "provider_down" : undefined;
}

function codeOfStatus(status: number): ModelErrorCode {
  if (status === 429) return "rate_limited";
  if (status === 401 || status === 402 || status === 403) return "auth";
  if (status === 404) return "unknown_model";
  if (status === 408) return "timeout";
  return status >= 500 ? "provider_down" : "bad_request";
}

interface Failure {
  status: number | undefined;
  message: string;
  kind: string;
  retryAfterMs: number | undefined;
}

/** The fields by which the SDK's errors and the providers' in-stream error objects describe themselves. */
function readFailure(error: unknown): Failure {
  const fields = asRecord(error);
  const inner = asRecord(fields["error"]);
  const message = [fields["message"], inner["message"], error].find((text) => typeof text === "string");
  const status = typeof fields["statusCode"] === "number" ? fields["statusCode"] : undefined;
  return {
    status,
    message: typeof message === "string" && message ? message : "The provider failed without a reason.",
    kind: [fields["type"], inner["type"], fields["code"], inner["code"], inner["status"], ...reasonsIn(fields)].join(
      " ",
    ),
    retryAfterMs: retryAfterMs(asRecord(fields["responseHeaders"]), fields["responseBody"]),
  };
}

/** What the body of an answer gives as reasons, in the places where the providers put them. */
function reasonsIn(fields: Record<string, unknown>): unknown[] {
  const { responseBody: body } = fields;
  if (typeof body !== "string") return [];
  return [...body.matchAll(/"(?:type|code|reason|status)":\s*"(\w+)"/g)].map(([, word]) => word);
}

/** From the headers (seconds, milliseconds or a date), else from Google's `retryDelay` in the body. */
function retryAfterMs(headers: Record<string, unknown>, body: unknown): number | undefined {
  const ms = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (ms >= 0) return ms;
  const after = headers["retry-after"];
  if (typeof after === "string") {
    const wait = Number.isNaN(Number(after)) ? Date.parse(after) - Date.now() : Number(after) * 1000;
    if (!Number.isNaN(wait)) return Math.max(0, wait);
  }
  const delay = typeof body === "string" ? /"retryDelay":\s*"([\d.]+)s"/.exec(body)?.[1] : undefined;
  return delay === undefined ? undefined : Number(delay) * 1000;
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
