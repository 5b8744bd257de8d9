import { OutboundError } from "#platform/fetch.ts";
import { AppError } from "#schema/errors.ts";

export type ModelErrorCode =
  | "rate_limited"
  | "timeout"
  | "provider_down"
  | "stream_cut"
  | "refused"
  | "bad_request"
  | "auth"
  | "aborted";

const retriable: Record<ModelErrorCode, boolean> = {
  rate_limited: true,
  timeout: true,
  provider_down: true,
  stream_cut: true,
  refused: false,
  bad_request: false,
  auth: false,
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
  if (status !== undefined && status >= 400) return new ModelError(codeOfStatus(status), provider, message, facts);
  const outbound = causes(error).find((cause) => cause instanceof OutboundError);
  if (outbound?.code === "timeout") return new ModelError("timeout", provider, outbound.message, facts);
  if (causes(error).some((cause) => cause instanceof AppError)) {
    return new ModelError("bad_request", provider, message, facts);
  }
  if (/rate_limit|RESOURCE_EXHAUSTED/i.test(failure.kind)) {
    return new ModelError("rate_limited", provider, message, facts);
  }
  if (/overloaded|server_error|api_error/i.test(failure.kind)) {
    return new ModelError("provider_down", provider, message, facts);
  }
  return new ModelError(
    seen.answering || outbound?.code === "reset" ? "stream_cut" : "provider_down",
    provider,
    message,
    facts,
  );
}

function codeOfStatus(status: number): ModelErrorCode {
  if (status === 429) return "rate_limited";
  if (status === 401 || status === 403) return "auth";
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
    kind: [fields["type"], inner["type"], fields["code"], inner["code"], inner["status"]].join(" "),
    retryAfterMs: retryAfterMs(asRecord(fields["responseHeaders"]), fields["responseBody"]),
  };
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
