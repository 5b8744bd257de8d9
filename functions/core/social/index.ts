import * as Piece from "#core/piece/index.ts";
import type { Tx } from "#platform/db.ts";
import type { SocialDetails, SocialPostStatus, SocialPostVerb } from "#schema/social.ts";
import { contentOf, hash } from "./content.ts";
import type { Format, Platform } from "./platforms.ts";

export { mediaOf } from "./content.ts";

export interface Row extends Piece.Row {
  platform: Platform;
  format: Format;
  contentType: string;
  bodyText: string;
  hook: string | null;
  hashtags: string[];
  altText: string | null;
  linkUrl: string | null;
  imagePrompt: string | null;
  status: SocialPostStatus;
  slotId: string | null;
  channelId: string | null;
  scheduledAt: Date | null;
  details: SocialDetails;
  videoProvider: string | null;
  videoJobId: string | null;
}

/** Reads and locks a post of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  return (await Piece.locked(tx, "social_post", id)) as Row;
}

export const subject = ({ id, title }: Row) => ({ type: "social_post", id, label: title });

/** Moves a post along its machine, with the live event and the search mark. */
export async function move(tx: Tx, row: Row, verb: SocialPostVerb, set: Record<string, unknown> = {}): Promise<Row> {
  return (await Piece.move(tx, "social_post", row, verb, set)) as Row;
}

/** Changes columns of a post. */
export async function change(tx: Tx, id: string, set: Record<string, unknown>): Promise<void> {
  await Piece.set(tx, "social_post", id, set);
}

/** Hash of exactly what would go out: text and, in their order, the media. */
export async function hashOf(tx: Tx, row: Row): Promise<string> {
  return hash(tx, row, contentOf(row));
}
