import type * as z from "zod";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import { isReached, type Platform } from "#core/social/platforms.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { isTextOnly, type SocialFormat, socialPlatforms, usualFormat } from "#schema/social.ts";
import { locked, move, type Row, subject } from "./rows.ts";

/** After approval: each post is an activity of its own at high priority, without a place in a calendar. */
export async function plan(tx: Tx, row: Row): Promise<void> {
  const wanted = row.wantedOn ? atLocalTime(row.wantedOn, publishTime, await zoneOf(tx)) : null;
  const scheduledFor = wanted && wanted > new Date() ? wanted : null;
  const said = { subject: row.topic, brief: row.brief, audience: row.audience, mediaIds: row.mediaIds };
  for (const platform of row.platforms ?? [])
    for (let sequence = 1; sequence <= (row.count ?? 1); sequence++) {
      const id = await Activity.plan(tx, {
        type: "social_post",
        doer: "social-post-writer",
        title: `${socialPlatforms[platform].label}: ${row.topic}`.slice(0, 200),
        priority: "high",
        ...{ platform, scheduledFor },
        input: { requestId: row.id, format: row.format ?? pictured(platform, row.mediaIds), sequence, ...said },
      });
      await Activity.consider(tx, id);
    }
}

/** The wish is granted once each of its posts that was not given up is out, or approved where it can only be published by hand. */
export async function delivered(tx: Tx, activityId: string): Promise<void> {
  const activity = await Activity.locked(tx, activityId);
  const { requestId } = activity.input;
  if (typeof requestId !== "string") return;
  const row = await locked(tx, requestId);
  if (row.status !== "in_production") return;
  const posts = await tx
    .selectFrom("activities as a")
    .leftJoin("socialPosts as p", (join) =>
      join.onRef("p.tenantId", "=", "a.tenantId").onRef("p.activityId", "=", "a.id"),
    )
    .select(["p.status", "p.platform"])
    .where("a.tenantId", "=", tenant())
    .where("a.requestId", "=", requestId)
    .where("a.status", "!=", "cancelled")
    .execute();
  const isOut = ({ status, platform }: (typeof posts)[number]): boolean =>
    status === "published" || (status === "client_approved" && !isReached(platform ?? ""));
  if (posts.length === 0 || !posts.every(isOut)) return;
  await move(tx, row, "fulfil");
  await Effect.audit("content_request.fulfilled", subject(row));
}

// Pictures that were given are shown where the usual form has none.
function pictured(platform: Platform, mediaIds: readonly string[]): z.infer<typeof SocialFormat> {
  const usual = usualFormat(platform);
  return mediaIds.length > 0 && isTextOnly(usual) ? "static" : usual;
}
