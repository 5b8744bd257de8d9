import type { Context } from "hono";
import * as Link from "#core/link/index.ts";
import { linkSessionSeconds } from "#schema/approval-link.ts";
import { AppError } from "#schema/errors.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import type { Identify } from "./door.ts";
import { isMailEvents, isWayOut, linkTokenOf } from "./path.ts";

const portal = "dashboard";

/** Finds out which signed link is used: its token is in the path, the proof of its contact in a cookie of its own. */
export const byLink: Identify = async (c) => {
  if (isWayOut(c.req.path) || isMailEvents(c.req.path)) return { kind: "public" };
  const token = linkTokenOf(c.req.path);
  if (!token)
    throw new AppError("request.no_route", `${c.req.method} ${c.req.path} is not part of this API. See /docs.`);
  return Link.admit(token, (linkId) => proofOf(c, linkId));
};

/** What the browser got for the mailed code of a link. */
export function proofOf(c: Context, linkId: string): string | undefined {
  return readCookie(c, portal, `link_${linkId}`);
}

/** Keeps the proof in the browser for as long as it is good. */
export function keepProof(c: Context, linkId: string, session: string): void {
  writeCookie(c, portal, `link_${linkId}`, session, linkSessionSeconds);
}
