import type { Context } from "hono";
import type { Control } from "./control.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { hmac } from "./signature.ts";
import { bearer, requireToken, textIn } from "./simulate.ts";
import { type Sign, secretOf } from "./webhook.ts";

const codes: Record<number, number> = { 400: 100, 401: 190, 403: 200, 404: 2500, 429: 4, 500: 1 };

/** The Graph API's error body. Without a `code` the status gives one: 100 parameter, 190 token, 200 permission, 4 limit. */
export const graphError: ErrorBody = (status, message, { code = codes[status] ?? 1 } = {}) => {
  const limited = code === 4;
  const text = limited ? "(#4) Application request limit reached" : message;
  const type = code === 100 && status === 404 ? "GraphMethodException" : "OAuthException";
  const transient = limited || status >= 500 ? { is_transient: true } : {};
  return { error: { message: text, type, code, ...transient, fbtrace_id: "AsimulatedTraceId" } };
};

/** The Graph API answers 400 where others say 401 or 404, and 403 when the application's limit is reached. */
export const graphStatuses = { 401: 400, 404: 400, 429: 403 };

/** What the Graph API says about a thing that is not there or may not be seen. */
export function noSuchObject(c: Context<SimulatorEnv>, verb: "get" | "post", id: string): Response {
  return c.var.refuse(
    404,
    `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    { code: 100 },
  );
}

/** A Graph token in the header, the query or the body. */
export function graphToken(control: Control, ...scopes: string[]) {
  const tokenOf = (c: Context<SimulatorEnv>) =>
    bearer(c) ?? c.req.query("access_token") ?? textIn(c.var.fields, "access_token");
  return requireToken(control, tokenOf, {
    family: "meta",
    missing: "An active access token must be used to query information about the current user.",
    bad: "Invalid OAuth access token - Cannot parse access token",
    scopes,
    scope: `(#200) If posting to a group, requires app being installed in the group, and either publish_to_groups permission with user token. If posting to a page, requires ${scopes.join(" or ")}.`,
  });
}

/** `X-Hub-Signature-256`: HMAC-SHA256 of the body with the app's secret; the older SHA-1 one beside it. */
export const graphSign: Sign = ({ body }, hook) => ({
  "x-hub-signature": `sha1=${hmac("sha1", secretOf(hook), body, "hex")}`,
  "x-hub-signature-256": `sha256=${hmac("sha256", secretOf(hook), body, "hex")}`,
});

/** Query and body together: the Graph API takes parameters from either. */
export function parameters(c: Context<SimulatorEnv>): Record<string, unknown> {
  return { ...c.req.query(), ...c.var.fields };
}
