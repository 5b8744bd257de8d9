import { createHmac, timingSafeEqual } from "node:crypto";
import { config } from "#platform/config.ts";
import { AppError } from "#schema/errors.ts";

const validMs = 24 * 3_600_000;
const invalid = () =>
  new AppError(
    "request.cursor_invalid",
    "The cursor does not belong to this list or is older than 24 hours. Start again without it.",
  );

function sign(text: string): string {
  return createHmac("sha256", config("CURSOR_SECRET")).update(text).digest("base64url").slice(0, 22);
}

/** Packs a position so that only this list, with these filters, can read it again within 24 hours. */
export function encode(scope: string, position: unknown[]): string {
  const body = Buffer.from(JSON.stringify([Date.now(), ...position])).toString("base64url");
  return `${body}.${sign(`${scope}.${body}`)}`;
}

/** The position of a cursor, or undefined when there is none. Throws `request.cursor_invalid` for anything altered, foreign or old. */
export function decode(scope: string, cursor: string | undefined): unknown[] | undefined {
  if (!cursor) return undefined;
  const [body = "", signature = ""] = cursor.split(".");
  const wanted = Buffer.from(sign(`${scope}.${body}`));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) throw invalid();
  const [at, ...position] = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as [number, ...unknown[]];
  if (Date.now() - at > validMs) throw invalid();
  return position;
}

/** Cuts the extra row off and makes the cursor of the last one kept. Ask the database for `limit + 1` rows. */
export function slice<R>(
  rows: R[],
  limit: number,
  scope: string,
  position: (row: R) => unknown[],
): { rows: R[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, nextCursor: rows.length > limit && last ? encode(scope, position(last)) : null };
}

/** ISO form of a time column. */
export function iso(time: Date): string;
export function iso(time: Date | null): string | null;
export function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

/** What `ilike` finds texts with that hold these characters as they are, wherever in them; without any, all texts. */
export function like(characters = ""): string {
  return `%${characters.replaceAll(/[%_\\]/g, "\\$&")}%`;
}
