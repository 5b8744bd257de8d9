import * as z from "zod";

/** Every error the product can answer: code -> HTTP status. The list is closed; each code has one page in the documents. */
export const errorStatus = {
  "request.malformed": 400,
  "request.cursor_invalid": 400,
  "request.idempotency_key_invalid": 400,
  "request.idempotency_required": 400,
  "tenant.tenant_required": 400,
  "channel.oauth_state": 400,
  "auth.unauthenticated": 401,
  "auth.token_expired": 401,
  "auth.token_reused": 401,
  "auth.bad_credentials": 401,
  "auth.bad_code": 401,
  "auth.reauth_required": 401,
  "webhook.bad_signature": 401,
  "credits.insufficient_credits": 402,
  "spend.spend_cap": 402,
  "plan.plan_limit": 402,
  "billing.payment_required": 402,
  "auth.forbidden": 403,
  "auth.no_app_access": 403,
  "auth.email_unverified": 403,
  "auth.totp_required": 403,
  "auth.impersonated": 403,
  "apikey.scope_denied": 403,
  "apikey.ip_not_allowed": 403,
  "tenant.tenant_suspended": 403,
  "tenant.contract_required": 403,
  "tenant.subscription_locked": 403,
  "privacy.local_only": 403,
  "approval.own_work": 403,
  "approval.approval_required": 403,
  "tool.tool_denied": 403,
  "request.not_found": 404,
  "request.no_route": 404,
  "request.method_not_allowed": 405,
  "request.stale_state": 409,
  "request.illegal_transition": 409,
  "request.already_exists": 409,
  "request.in_use": 409,
  "request.idempotency_in_progress": 409,
  "signup.step_order": 409,
  "onboarding.chain_running": 409,
  "crawl.crawl_running": 409,
  "approval.approval_stale": 409,
  "approval.approval_closed": 409,
  "run.result_received": 409,
  "publish.outcome_unknown": 409,
  "dataset.model_fixed": 409,
  "dataset.duplicate_file": 409,
  "member.last_admin": 409,
  "channel.channel_disconnected": 409,
  "channel.already_connected": 409,
  "lead.not_eligible": 409,
  "publish.no_postal_address": 409,
  "lead.already_imported": 409,
  "run.already_running": 409,
  "calendar.slot_taken": 409,
  "insight.not_enough_data": 409,
  "provider.provider_not_configured": 409,
  "link.link_expired": 410,
  "signup.session_expired": 410,
  "request.version_mismatch": 412,
  "request.too_large": 413,
  "request.unsupported_type": 415,
  "request.validation_failed": 422,
  "request.idempotency_mismatch": 422,
  "file.file_rejected": 422,
  "address.unsafe_address": 422,
  "template.template_invalid": 422,
  "password.weak_password": 422,
  "tax.tax_id_invalid": 422,
  "channel.scope_missing": 422,
  "lead.no_identity": 422,
  "lead.no_access": 422,
  "request.version_required": 428,
  "request.rate_limited": 429,
  "auth.locked": 429,
  "server.internal": 500,
  "provider.provider_error": 502,
  "server.unavailable": 503,
  "provider.provider_timeout": 504,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export const FieldError = z.object({ path: z.string(), rule: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** The one shape in which an error leaves the API. */
export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.array(FieldError).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;

interface Extra {
  fields?: FieldError[];
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** The product's one error class: a code of the closed list, a sentence for people, and what helps to mend it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[] | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, extra: Extra = {}) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = extra.fields;
    this.details = extra.details;
  }

  get status(): (typeof errorStatus)[ErrorCode] {
    return errorStatus[this.code];
  }
}

/** The error for a thing that is not there or belongs to somebody else: the two are not told apart. */
export function notFound(what: string, id: string): AppError {
  return new AppError("request.not_found", `${what} ${id} was not found.`);
}
