import type { ErrorBody } from "./door.ts";
import { graphError } from "./meta-shape.ts";
import type { Family } from "./tokens.ts";

/** How a house differs from the others: its paths, the form of its tokens, and its words. */
export interface Dialect {
  house: string;
  authorizePath: string;
  tokenPath: string;
  tokenMethods: ("GET" | "POST")[];
  revokePath?: string;
  /** What a request for tokens that does not name its kind is taken for. */
  grantType: string;
  revokedBody: object;
  codePrefix: string;
  prefix: string;
  refreshPrefix: string;
  /** Whether the code's exchange gives a refresh token as well. */
  refreshes: boolean;
  /** Life of an access token; without end if absent. */
  seconds?: number;
  denied: Record<string, string>;
  statuses: Record<number, number>;
  errorBody: ErrorBody;
  tokenBody(access: string, scopes: string[], refresh: string | undefined): object;
}

const plainError: ErrorBody = (status, message, { code } = {}) => ({
  error: String(code ?? (status === 429 ? "rate_limit_exceeded" : "invalid_request")),
  error_description: message,
});

const bearerType = { token_type: "Bearer" };

export const dialects: Record<Family, Dialect> = {
  google: {
    house: "Google",
    authorizePath: "/o/oauth2/v2/auth",
    tokenPath: "/token",
    tokenMethods: ["POST"],
    revokePath: "/revoke",
    revokedBody: {},
    grantType: "",
    codePrefix: "4/0A",
    prefix: "ya29.",
    refreshPrefix: "1//0",
    refreshes: true,
    seconds: 3599,
    denied: { error: "access_denied" },
    statuses: {},
    errorBody: plainError,
    tokenBody: (access_token, scopes, refresh_token) => ({
      ...{ access_token, expires_in: 3599, scope: scopes.join(" "), ...bearerType },
      ...(refresh_token === undefined ? {} : { refresh_token }),
    }),
  },
  meta: {
    house: "Facebook",
    authorizePath: "/:version/dialog/oauth",
    tokenPath: "/:version/oauth/access_token",
    tokenMethods: ["GET", "POST"],
    revokedBody: {},
    grantType: "authorization_code",
    codePrefix: "AQ",
    prefix: "EAA",
    refreshPrefix: "EAA",
    refreshes: false,
    seconds: 5_183_944,
    denied: {
      error: "access_denied",
      error_code: "200",
      error_description: "Permissions error",
      error_reason: "user_denied",
    },
    statuses: { 401: 400 },
    errorBody: (status, message, { code } = {}) =>
      graphError(status, message, typeof code === "number" ? { code } : { code: 100 }),
    tokenBody: (access_token) => ({ access_token, token_type: "bearer", expires_in: 5_183_944 }),
  },
  linkedin: {
    house: "LinkedIn",
    authorizePath: "/oauth/v2/authorization",
    tokenPath: "/oauth/v2/accessToken",
    tokenMethods: ["POST"],
    revokePath: "/oauth/v2/revoke",
    revokedBody: {},
    grantType: "",
    codePrefix: "AQT",
    prefix: "AQX",
    refreshPrefix: "AQW",
    refreshes: true,
    seconds: 5_184_000,
    denied: { error: "user_cancelled_authorize", error_description: "The user cancelled the authorization" },
    statuses: {},
    errorBody: plainError,
    tokenBody: (access_token, scopes, refresh_token) => ({
      ...{ access_token, expires_in: 5_184_000, scope: scopes.join(","), ...bearerType },
      ...(refresh_token === undefined ? {} : { refresh_token, refresh_token_expires_in: 31_536_000 }),
    }),
  },
  hubspot: {
    house: "HubSpot",
    authorizePath: "/oauth/authorize",
    tokenPath: "/oauth/v1/token",
    tokenMethods: ["POST"],
    revokedBody: {},
    grantType: "",
    codePrefix: "na1-",
    prefix: "CKk",
    refreshPrefix: "na1-r-",
    refreshes: true,
    seconds: 1_800,
    denied: { error: "access_denied", error_description: "The user denied the request" },
    statuses: {},
    errorBody: (status, message) => ({ status: status === 400 ? "BAD_AUTH_CODE" : "error", message }),
    tokenBody: (access_token, _scopes, refresh_token) => ({
      ...{ access_token, expires_in: 1_800, token_type: "bearer" },
      ...(refresh_token === undefined ? {} : { refresh_token }),
    }),
  },
  github: {
    house: "GitHub",
    authorizePath: "/login/oauth/authorize",
    tokenPath: "/login/oauth/access_token",
    tokenMethods: ["POST"],
    revokedBody: {},
    grantType: "authorization_code",
    codePrefix: "",
    prefix: "gho_",
    refreshPrefix: "",
    refreshes: false,
    denied: { error: "access_denied", error_description: "The user has denied your application access." },
    // What is wrong with a code is told with a status that says that all is well.
    statuses: { 400: 200 },
    errorBody: (_status, message, { code } = {}) => ({
      error: code === "invalid_grant" ? "bad_verification_code" : String(code ?? "invalid_request"),
      error_description: message,
    }),
    tokenBody: (access_token, scopes) => ({ access_token, scope: scopes.join(","), token_type: "bearer" }),
  },
  webflow: {
    house: "Webflow",
    authorizePath: "/oauth/authorize",
    tokenPath: "/oauth/access_token",
    tokenMethods: ["POST"],
    revokePath: "/oauth/revoke_authorization",
    revokedBody: { didRevoke: true },
    grantType: "",
    codePrefix: "",
    prefix: "wf",
    refreshPrefix: "",
    refreshes: false,
    denied: { error: "access_denied" },
    statuses: {},
    errorBody: plainError,
    tokenBody: (access_token, scopes) => ({ access_token, token_type: "bearer", scope: scopes.join(" ") }),
  },
};
