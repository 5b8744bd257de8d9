import type { FieldError } from "#schema/errors.ts";

interface ErrorFacts {
  code: string;
  message: string;
  requestId?: string | undefined;
  fields?: FieldError[] | undefined;
  details?: Record<string, unknown> | undefined;
}

/** An answer of the API that was not a success. `status` 0 means that no answer came at all. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly fields: FieldError[];
  readonly details: Record<string, unknown>;

  constructor(status: number, facts: ErrorFacts) {
    super(facts.message);
    this.name = "ApiError";
    this.status = status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.fields = facts.fields ?? [];
    this.details = facts.details ?? {};
  }
}

/** Code of a call that the person gave up, e.g. by closing the question for the password. */
export const cancelled = "client.cancelled";

/** True when the person gave the action up: there is nothing to report. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ApiError && error.code === cancelled;
}

/** Narrows anything thrown to the facts a screen shows; what is not an ApiError becomes `client.unexpected`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : "Something unexpected happened in this page.";
  return new ApiError(0, { code: "client.unexpected", message });
}

/** True when somebody else changed the thing in the meantime. */
export function isLostRace(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return ["request.version_mismatch", "request.stale_state", "approval.approval_stale"].includes(error.code);
}
