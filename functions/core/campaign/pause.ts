import * as Effect from "#core/effect/index.ts";
import type { Tx } from "#platform/db.ts";
import { move, type Own, subject } from "./own.ts";
import { letGo } from "./work.ts";

/** A campaign rests, and what it has ordered and nobody has begun is let go. The balance of credits is held before the campaign. */
export async function pause(
  tx: Tx,
  row: Own,
  note: string | undefined,
  values: Record<string, unknown> = {},
): Promise<void> {
  const { status } = await move(tx, row, "pause", values);
  await Effect.audit("campaign.paused", subject(row), { before: { status: row.status }, after: { status } }, note);
  await letGo(tx, row.id, "The campaign rests");
}
