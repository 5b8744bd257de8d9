import { delivered } from "#core/request/posts.ts";
import * as Social from "#core/social/index.ts";
import { isReached } from "#core/social/platforms.ts";
import { tenant } from "#platform/actor.ts";
import type { PostMedia, SocialPayload } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { accountOfType } from "../accounts.ts";
import { atLocalTime, nextFree, publishTime } from "../slot.ts";
import type { Sendable, Target } from "../target.ts";

/** Posts for social networks: planned as soon as they are approved, "publishing" from the time they are sent. */
export const socialTarget: Target = {
  type: "social_post",
  target: "social",
  queue: "publish__social",
  publisher: "social-publisher",
  stages: ["client", "dm"],
  keptAs: "social_post",
  find: async (tx, id) => {
    const row = await Social.locked(tx, id);
    return { ...row, publishAt: row.scheduledAt };
  },
  presentHash: async (tx, { id }) => Social.hashOf(tx, await Social.locked(tx, id)),
  account: async (tx, { id, channelId }) => channelId ?? accountOfType(tx, (await Social.locked(tx, id)).platform),
  places: async (tx, { id }) => [(await Social.locked(tx, id)).platform].filter((platform) => isReached(platform)),
  payload: async (tx, { id }): Promise<SocialPayload> => {
    const row = await Social.locked(tx, id);
    const tags = row.hashtags.map((tag) => `#${tag}`).join(" ");
    const files = await Social.mediaOf(tx, id);
    return {
      title: row.title,
      format: row.format,
      text: [row.bodyText, tags].filter((part) => part !== "").join("\n\n"),
      link: row.linkUrl,
      media: shownOf(files).map(({ s3Key, mime, altText }): PostMedia => ({ key: s3Key, mime, altText })),
    };
  },
  dueAt: (tx, piece, channelId) => plannedTime(tx, piece, channelId),
  maySend: (status) => status === "scheduled" || status === "publishing",
  move: async (tx, { id, channelId }, verb, { at, url } = {}) => {
    const row = await Social.locked(tx, id);
    switch (verb) {
      case "prepare": {
        const set = { scheduledAt: at ?? new Date(), channelId };
        await Social.move(tx, row, row.status === "publish_failed" ? "reschedule" : "schedule", set);
        return;
      }
      case "begin":
        if (row.status === "scheduled") await Social.move(tx, row, "publish");
        return;
      case "draft":
        return;
      case "confirm":
        await Social.move(tx, row, "confirm", { publishedUrl: url, publishedAt: new Date() });
        if (row.activityId) await delivered(tx, row.activityId);
        return;
      case "lose_track":
        if (row.status === "publishing") await Social.move(tx, row, "lose_track");
        return;
      case "fail":
        // An attempt may fail for good before anything of it was sent.
        if (row.status === "scheduled") await Social.move(tx, row, "publish");
        await Social.move(tx, await Social.locked(tx, id), "publish_fail");
        return;
      case "drop":
        if (row.status === "scheduled") await Social.move(tx, row, "unschedule", { scheduledAt: null });
        if (row.status === "publishing") await Social.move(tx, row, "publish_fail");
    }
  },
};

type File = Awaited<ReturnType<typeof Social.mediaOf>>[number];

/** A video is shown instead of the still that it was made from. */
function shownOf(files: readonly File[]): File[] {
  const films = files.filter(({ mime }) => mime.startsWith("video/"));
  return films.length > 0 ? films.slice(0, 1) : files.filter(({ mime }) => mime.startsWith("image/"));
}

/** The time of its place in the calendar, or that it was asked for; where that has passed, the next that is free on the account. */
async function plannedTime(tx: Tx, { id, publishAt }: Sendable, channelId: string | null): Promise<Date> {
  const now = new Date();
  if (publishAt && publishAt > now) return publishAt;
  const slot = await tx
    .selectFrom("socialPosts as p")
    .leftJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "p.tenantId").onRef("a.id", "=", "p.activityId"),
    )
    .leftJoin("socialCalendarSlots as s", (join) =>
      join.onRef("s.tenantId", "=", "p.tenantId").onRef("s.id", "=", "p.slotId"),
    )
    .innerJoin("tenants as t", "t.id", "p.tenantId")
    .select(["s.slotOn", "s.slotTime", "a.scheduledFor", "t.timezone"])
    .where("p.tenantId", "=", tenant())
    .where("p.id", "=", id)
    .executeTakeFirstOrThrow();
  const planned = slot.slotOn
    ? atLocalTime(dayOf(slot.slotOn), slot.slotTime ?? publishTime, slot.timezone)
    : (slot.scheduledFor ?? now);
  if (planned > now) return planned;
  const taken = await tx
    .selectFrom("socialPosts")
    .select("scheduledAt")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("id", "!=", id)
    .where("status", "in", ["scheduled", "publishing"])
    .where("scheduledAt", "is not", null)
    .execute();
  return nextFree(
    now,
    taken.flatMap(({ scheduledAt }) => scheduledAt ?? []),
  );
}

function dayOf(value: Date | string): string {
  return typeof value === "string" ? value.slice(0, 10) : value.toISOString().slice(0, 10);
}
