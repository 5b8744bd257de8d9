import type { Control } from "./control.ts";
import type { ErrorBody } from "./door.ts";
import { bearer, requireToken } from "./simulate.ts";

const states: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** The error body of Google's APIs. A `code` becomes the reason of an ErrorInfo, a waiting time a RetryInfo. */
export const googleError: ErrorBody = (status, message, more = {}) => {
  const details = [
    ...(more.code === undefined
      ? []
      : [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: String(more.code), domain: "googleapis.com" }]),
    ...(more.retryAfterS === undefined
      ? []
      : [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${more.retryAfterS}s` }]),
  ];
  const body = { code: status, message, status: states[status] ?? "UNKNOWN" };
  return { error: details.length > 0 ? { ...body, details } : body };
};

/** The older shape, with a list of errors, that Search Console still answers with. */
export const googleLegacyError: ErrorBody = (status, message, more = {}) => {
  const reasons: Record<number, string> = { 400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound" };
  const reason = String(more.code ?? reasons[status] ?? (status === 429 ? "rateLimitExceeded" : "backendError"));
  return { error: { code: status, message, errors: [{ message, domain: "global", reason }] } };
};

/** A Google access token with one of the scopes, which are named without the address before them. */
export function googleToken(control: Control, ...scopes: string[]) {
  return requireToken(control, bearer, {
    family: "google",
    missing:
      "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    bad: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    scopes: scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`),
    scope: "Request had insufficient authentication scopes.",
  });
}
