import * as Paging from "#core/page/index.ts";
import { latestAttempt, plannedFor } from "#core/publish/read.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import {
  SocialPost as Shape,
  type SocialCalendar,
  SocialDetails,
  type SocialPost,
  type SocialPostStatus,
} from "#schema/social.ts";
import { mediaOf } from "./index.ts";

const { iso } = Paging;

/** Posts of the tenant at work, newest first. */
export async function list(filter: PageQuery & { status?: SocialPostStatus[] | undefined }): Promise<Page<SocialPost>> {
  require("blog_post.read", "see posts");
  const scope = JSON.stringify(["social-posts", tenant(), filter.status]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await select(tx)
      .$if(filter.status !== undefined, (posts) => posts.where("status", "in", filter.status ?? []))
      .$if(filter.status === undefined, (posts) => posts.where("status", "!=", "archived"))
      .$if(position !== undefined, (posts) => posts.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    const items: SocialPost[] = [];
    for (const row of page.rows) items.push(await shaped(tx, row));
    return { items, nextCursor: page.nextCursor };
  });
}

/** One post with its media. */
export async function get(id: string): Promise<SocialPost> {
  require("blog_post.read", "see posts");
  return transaction(async (tx) => {
    const row = await select(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Social post", id);
    return shaped(tx, row);
  });
}

/** The calendar in force of a month (YYYY-MM), with its places in order. */
export async function calendar(month: string): Promise<SocialCalendar> {
  require("blog_post.read", "see the calendar");
  return transaction(async (tx) => {
    const found = await tx
      .selectFrom("socialCalendars")
      .select(["id", "summary"])
      .where("tenantId", "=", tenant())
      .where("month", "=", `${month}-01`)
      .where("status", "=", "active")
      .executeTakeFirst();
    if (!found) throw notFound("Calendar", month);
    const slots = await tx
      .selectFrom("socialCalendarSlots")
      .select(["id", "slotOn", "platform", "contentType", "format", "topicAngle", "theme", "notes", "pinned"])
      .select(["activityId", "socialPostId"])
      .where("tenantId", "=", tenant())
      .where("socialCalendarId", "=", found.id)
      .orderBy("slotOn")
      .orderBy("id")
      .execute();
    return {
      id: found.id,
      month,
      summary: found.summary as Record<string, unknown>,
      slots: slots as SocialCalendar["slots"],
    };
  });
}

function select(tx: Tx) {
  return tx
    .selectFrom("socialPosts")
    .selectAll()
    .select((eb) => plannedFor(tx, eb.ref("socialPosts.activityId")).as("plannedAt"))
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

async function shaped(
  tx: Tx,
  row: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number],
): Promise<SocialPost> {
  const { design, ...details } = SocialDetails.parse(row.details);
  const media = await mediaOf(tx, row.id);
  return Shape.parse({
    ...row,
    ...details,
    design: design ? { by: design.by, reason: design.reason } : null,
    media: media.map(({ id, role, position, mime, width, height, altText }) => ({
      id,
      role,
      position,
      mime,
      width,
      height,
      altText,
    })),
    plannedAt: iso(row.plannedAt),
    scheduledAt: iso(row.scheduledAt),
    publishedAt: iso(row.publishedAt),
    publish: await latestAttempt(tx, row.id),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  });
}
