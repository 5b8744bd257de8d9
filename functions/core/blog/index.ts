import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Piece from "#core/piece/index.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityMachine } from "#schema/activity.ts";
import type { BlogFields, BlogStatus, BlogVerb } from "#schema/blog.ts";
import { blogMachine } from "#schema/blog.ts";
import { ownedStatuses } from "#schema/channel.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { allows } from "#schema/machine.ts";
import { slugOf } from "./content.ts";

export { archive, edit, restore, waive } from "./edit.ts";
export { get, list } from "./read.ts";
export { claims } from "./support.ts";
export { diff, version, versions } from "./versions.ts";

export interface Row extends BlogFields, Omit<Piece.Row, "title"> {
  status: BlogStatus;
  channelId: string | null;
  briefId: string | null;
  secondaryKeywords: string[];
  scheduledFor: Date | null;
  publishedUrl: string | null;
  rowVersion: number;
}

/** Makes the post of an activity when its writer is due. A second call finds the first one's post. */
export async function create(
  tx: Tx,
  input: { requestId: string | null; activityId: string; briefId: string; title: string; targetKeyword: string },
): Promise<string> {
  const activity = await tx
    .selectFrom("activities")
    .select("scheduledFor")
    .where("tenantId", "=", tenant())
    .where("id", "=", input.activityId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const known = await tx
    .selectFrom("blogPosts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", input.activityId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (known) {
    await rebrief(tx, known.id, input.briefId);
    return known.id;
  }
  const request = input.requestId ? await requested(tx, input.requestId) : undefined;
  if (request?.blogPostId) return request.blogPostId;
  const id = newId("blogPost");
  const channelId = request?.channelId ?? (await onlyChannel(tx));
  const wanted = request?.wantedOn
    ? atLocalTime(request.wantedOn, publishTime, await zoneOf(tx))
    : activity.scheduledFor;
  await tx
    .insertInto("blogPosts")
    .values({
      tenantId: tenant(),
      id,
      title: input.title,
      slug: await Piece.freeSlug(tx, "blog_post", slugOf(input.title), id),
      targetKeyword: input.targetKeyword,
      briefId: input.briefId,
      status: "drafting",
      channelId,
      activityId: input.activityId,
      scheduledFor: wanted && wanted > new Date() ? wanted : null,
    })
    .execute();
  if (input.requestId)
    await tx
      .updateTable("blogRequests")
      .set({ blogPostId: id })
      .where("tenantId", "=", tenant())
      .where("id", "=", input.requestId)
      .execute();
  await Effect.audit(
    "blog_post.created",
    { type: "blog_post", id, label: input.title },
    { after: { title: input.title } },
  );
  await Piece.changed("blog_post", { id, status: "drafting", version: 0 });
  return id;
}

// A new brief: the post in review goes back to its writer, one that is being written is written once more, a decided one stays.
async function rebrief(tx: Tx, id: string, briefId: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.briefId === briefId || !row.activityId) return;
  await Piece.set(tx, "blog_post", id, { briefId });
  const activity = await Activity.locked(tx, row.activityId);
  if (allows(blogMachine, row.status, "reject") && allows(activityMachine, activity.status, "reject"))
    await sendBack(tx, id, "The brief was written anew. Write the post by the new one.");
  else if (activity.status === "in_progress") await Activity.outdate(tx, activity.id);
}

/** The agency has the post written again on a note, which is no rejection. */
export async function sendBack(tx: Tx, id: string, note: string): Promise<void> {
  await Piece.rejected(tx, "blog_post", { subjectId: id, stage: "dm" }, { note, counts: false });
}

async function requested(tx: Tx, requestId: string) {
  const row = await tx
    .selectFrom("blogRequests")
    .select(["blogPostId", "channelId", "wantedOn"])
    .where("tenantId", "=", tenant())
    .where("id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Request", requestId);
  return row;
}

/** Reads and locks a post of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  return (await Piece.locked(tx, "blog_post", id)) as Row;
}

/** Moves a post along its machine, with the live event and the search mark. */
export async function move(
  tx: Tx,
  row: Pick<Row, "id" | "status" | "version" | "title">,
  verb: BlogVerb,
  set: Record<string, unknown> = {},
): Promise<void> {
  await Piece.move(tx, "blog_post", row, verb, set);
}

async function onlyChannel(tx: Tx): Promise<string | null> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "wordpress")
    .where("status", "in", ownedStatuses)
    .where("deletedAt", "is", null)
    .limit(2)
    .execute();
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
