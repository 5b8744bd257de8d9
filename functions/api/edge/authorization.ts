import type { Context } from "hono";
import { viewerAuthorizationHeader } from "#schema/surfaces.ts";

/**
 * The `Authorization` that a caller sent. A router that signs its requests to functions does it in that header and hands on the
 * caller's in another; its own signature is nobody's credential. A page of another site can send neither without being let.
 */
export function authorizationOf(c: Context): string | undefined {
  const sent = c.req.header("authorization");
  return c.req.header(viewerAuthorizationHeader) ?? (sent?.startsWith("AWS4-") ? undefined : sent);
}

/** The bearer token in it. */
export function bearerOf(c: Context): string | undefined {
  const sent = authorizationOf(c);
  return sent?.startsWith("Bearer ") ? sent.slice(7).trim() : undefined;
}
