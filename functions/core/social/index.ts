import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import type { SocialDetails } from "#schema/social.ts";
import { type SocialPostStatus, type SocialPostVerb, socialPostMachine } from "#schema/social.ts";
import type { Format, Platform } from "./platforms.ts";

export interface Row {
  id: string;
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
  version: number;
  contentHash: string;
  activityId: string | null;
  slotId: string | null;
  channelId: string | null;
  scheduledAt: Date | null;
  runId: string | null;
  details: SocialDetails;
  videoProvider: string | null;
  videoJobId: string | null;
}

/** Reads and locks a post of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("socialPosts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Social post", id);
  return row as unknown as Row;
}

/** What a post is called in lists and logs. */
export const titleOf = ({ hook, bodyText, platform }: Pick<Row, "hook" | "bodyText" | "platform">): string =>
  (hook || bodyText || `Post for ${platform}`).slice(0, 120);

export const subject = (row: Row) => ({ type: "social_post", id: row.id, label: titleOf(row) });

/** Hash, version and title an approval of a post is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash, version: row.version, title: titleOf(row) };
}

/** Moves a post along its machine, with the live event and the search mark. */
export async function move(tx: Tx, row: Row, verb: SocialPostVerb, set: Record<string, unknown> = {}): Promise<Row> {
  const status = after(socialPostMachine, row.status, verb, `"${titleOf(row)}"`);
  await change(tx, row.id, { status, ...set });
  await Effect.live("content:updated", { kind: "social_post", id: row.id, status, version: row.version });
  await Effect.searchSync("social_posts", row.id);
  return { ...row, status };
}

/** Changes columns of a post. */
export async function change(tx: Tx, id: string, set: Record<string, unknown>): Promise<void> {
  await tx.updateTable("socialPosts").set(set).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

/** Hash of exactly what would go out: text and, in their order, the media. */
export async function hashOf(tx: Tx, row: Row): Promise<string> {
  const { platform, format, bodyText, hashtags, altText, linkUrl } = row;
  const { slides, pollOptions } = row.details;
  const media = await mediaOf(tx, row.id);
  const files = media.map(({ role, position, sha256: hash }) => [role, position, hash]);
  return sha256(
    JSON.stringify([platform, format, bodyText, hashtags, altText, linkUrl, slides ?? [], pollOptions ?? [], files]),
  );
}

/** The media of a post, in order. */
export async function mediaOf(tx: Tx, id: string) {
  return tx
    .selectFrom("mediaLinks as l")
    .innerJoin("media as m", (join) => join.onRef("m.tenantId", "=", "l.tenantId").onRef("m.id", "=", "l.mediaId"))
    .select(["m.id", "m.sha256", "m.mime", "m.width", "m.height", "m.altText", "m.s3Key", "l.role", "l.position"])
    .where("l.tenantId", "=", tenant())
    .where("l.subjectType", "=", "social_post")
    .where("l.subjectId", "=", id)
    .orderBy("l.role")
    .orderBy("l.position")
    .execute();
}

/** Keeps what a version of a post said, for ever. */
export async function keepVersion(
  tx: Tx,
  row: Row,
  by: { author: string; kind: "agent" | "human"; runId?: string; changeNote?: string },
): Promise<void> {
  const { platform, format, bodyText, hook, hashtags, altText, linkUrl, details } = row;
  const content = { platform, format, bodyText, hook, hashtags, altText, linkUrl, details };
  await tx
    .insertInto("contentVersions")
    .values({
      tenantId: tenant(),
      id: newId("contentVersion"),
      subjectType: "social_post",
      subjectId: row.id,
      version: row.version,
      content: JSON.stringify(content),
      sha256: row.contentHash,
      author: by.author,
      authorKind: by.kind,
      changeNote: by.changeNote ?? null,
      runId: by.runId ?? null,
    })
    .execute();
}

/** Opens a stage for the present version: the agency reads the text, the client sees text and media. */
export async function openStage(
  tx: Tx,
  id: string,
  stage: "dm" | "client",
  author: string,
  flags: Approval.Row["flags"] = [],
) {
  const row = await locked(tx, id);
  await Approval.open(tx, {
    kind: stage === "dm" ? "social_copy" : "social_post",
    subject: { type: "social_post", id, title: titleOf(row) },
    version: row.version,
    contentHash: row.contentHash,
    stage,
    author,
    flags,
    activityId: row.activityId,
  });
}

/** Who made the present version: somebody else has to decide it. */
export async function authorOf(tx: Tx, row: Row): Promise<string> {
  const found = await tx
    .selectFrom("contentVersions")
    .select("author")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "social_post")
    .where("subjectId", "=", row.id)
    .where("version", "=", row.version)
    .executeTakeFirst();
  return found?.author ?? `agent:${row.runId ?? "unknown"}`;
}

/** The text goes back to its writer on a reviewer's note. */
export async function rewrite(tx: Tx, row: Row, note: string, counts: boolean): Promise<void> {
  if (!row.activityId) return;
  const { queued } = await Activity.reject(tx, row.activityId, note, counts);
  if (queued) await move(tx, { ...row, status: "rejected" }, "regenerate");
}
