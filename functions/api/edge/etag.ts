import type { Context } from "hono";
import { AppError } from "#schema/errors.ts";

/** The row version a writer saw, from `If-Match`; without it nobody may overwrite. */
export function rowVersionOf(c: Context): number {
  const header = c.req.header("if-match");
  if (!header)
    throw new AppError("request.version_required", 'Send If-Match: "<rowVersion>" of the version you are changing.');
  const match = /^(?:W\/)?"?(\d+)"?$/.exec(header.trim());
  if (!match) throw new AppError("request.version_mismatch", "If-Match holds no row version.");
  return Number(match[1]);
}

/** Names the row version in the answer. */
export function tag<T extends { rowVersion: number }>(c: Context, row: T): T {
  c.header("ETag", `"${row.rowVersion}"`);
  return row;
}
