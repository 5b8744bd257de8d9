import type { Failed } from "#agents/descriptor/index.ts";
import type { SocialDraft, ThreadDraft } from "#agents/descriptor/social.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Piece from "#core/piece/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { ownedStatuses } from "#schema/channel.ts";
import { newId } from "#schema/ids.ts";
import type { SocialDetails } from "#schema/social.ts";
import { SocialPlatform } from "#schema/social.ts";
import { contentOf, linkIn } from "./content.ts";
import { change, locked, type Row, subject } from "./index.ts";
import type { Format } from "./platforms.ts";

const earlierMax = 50;

/** What somebody asked for, beside any calendar. */
interface Asked {
  subject?: string;
  sequence?: number;
  brief?: string | null;
  audience?: string | null;
}

/** What the writer gets: the place in the calendar, the account, and for a new version the last one. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const post = await ensure(tx, run.activityId ?? "");
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const slot = post.slotId
      ? await tx
          .selectFrom("socialCalendarSlots")
          .select(["slotOn", "topicAngle", "theme", "notes"])
          .where("tenantId", "=", tenant())
          .where("id", "=", post.slotId)
          .executeTakeFirst()
      : undefined;
    const owner = await tx
      .selectFrom("tenants")
      .select("websiteUrl")
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const before = await texts(tx, post.id, 20);
    const { subject: wanted, sequence, brief, audience } = activity.input as Asked;
    const contentBrief = [audience ? `For: ${audience}` : "", brief ?? ""].filter((part) => part !== "").join("\n\n");
    return {
      platform: post.platform,
      calendarItem: {
        contentType: post.contentType,
        format: post.format,
        topicAngle: (slot?.topicAngle ?? wanted ?? activity.title).slice(0, 200),
        ...(slot ? { date: slot.slotOn } : {}),
        ...(slot?.theme ? { theme: slot.theme } : {}),
        ...(slot?.notes ? { notesForWriter: slot.notes } : {}),
      },
      ...(contentBrief ? { contentBrief: contentBrief.slice(0, 4_000) } : {}),
      account: (await accountOf(tx, post.platform))?.name ?? "",
      ...(owner.websiteUrl ? { linkUrl: owner.websiteUrl } : {}),
      ...(post.version > 0 ? { previousVersion: post.bodyText } : {}),
      criticIssues: run.wakeReason === "critic" ? (activity.input["criticIssues"] ?? []) : [],
      ...(sequence ? { sequence } : {}),
      previousTexts: before,
    };
  });
}

/** The client's last posts beside the one at work: what a new text must not repeat. */
export async function earlier(run: ClaimedRun): Promise<string[]> {
  return transaction(async (tx) => texts(tx, (await ensure(tx, run.activityId ?? "")).id, earlierMax));
}

/** Stores the text as the next version; the critic reads it next. */
export async function store(tx: Tx, run: ClaimedRun, { data, claims }: Product<SocialDraft>): Promise<void> {
  const row = await ensure(tx, run.activityId ?? "");
  await keep(tx, run, row, data, claims);
  if (row.slotId) await take(tx, row.slotId, row.id);
}

/** Writes a draft as the next version of its post. @returns the id of the post */
export async function keep(
  tx: Tx,
  run: ClaimedRun,
  row: Row,
  data: SocialDraft,
  claims: Product<SocialDraft>["claims"],
): Promise<string> {
  await change(tx, row.id, { imagePrompt: data.imageBrief });
  return Piece.storeDraft(tx, "social_post", run, { content: contentOf(writtenOf(row, data)), claims });
}

/** The post fails with its activity; its place in the calendar is free again. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (run.activityId) {
    const row = await ensure(tx, run.activityId);
    await Piece.failed(tx, "social_post", run);
    if (row.status === "drafting") await Effect.audit("social_post.failed", subject(row), { after: { code } });
    if (row.slotId) await take(tx, row.slotId, null);
  }
  await giveUpActivity(tx, run, code, message);
}

/** Writes a thread: its first post is the text, the others follow it. @returns the id of the post */
export async function keepThread(
  tx: Tx,
  run: ClaimedRun,
  row: Row,
  { parts: [bodyText = "", ...parts] }: ThreadDraft,
  claims: Product<SocialDraft>["claims"],
): Promise<string> {
  const details = { parts };
  const linkUrl = linkIn({ bodyText, details });
  const content = contentOf({ ...row, bodyText, hashtags: [], altText: null, hook: null, linkUrl, details });
  return Piece.storeDraft(tx, "social_post", run, { content, claims });
}

function writtenOf(row: Row, data: SocialDraft): Row {
  const { imageHeadline, callToAction, emojiUsed, slides, pollOptions } = data;
  const { design } = row.details;
  const details: SocialDetails = {
    emojiUsed,
    slides,
    ...(imageHeadline ? { imageHeadline } : {}),
    ...(callToAction ? { callToAction } : {}),
    ...(pollOptions ? { pollOptions } : {}),
    ...(design ? { design } : {}),
  };
  const { bodyText, hashtags, altText, engagementHook: hook } = data;
  return { ...row, bodyText, hashtags, altText, linkUrl: linkIn({ bodyText, details }), hook, details };
}

/** The post of an activity; made when its writer first looks, from the place in the calendar or from what was asked for. */
export async function ensure(tx: Tx, activityId: string, as?: Format): Promise<Row> {
  const activity = await Activity.locked(tx, activityId);
  const known = await tx
    .selectFrom("socialPosts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (known) return locked(tx, known.id);
  const { slotId = null, format, contentType } = activity.input as Record<string, string | undefined>;
  const slot = slotId
    ? await tx
        .selectFrom("socialCalendarSlots")
        .select(["platform", "format", "contentType"])
        .where("tenantId", "=", tenant())
        .where("id", "=", slotId)
        .executeTakeFirst()
    : undefined;
  const planned = await tx
    .selectFrom("activities")
    .select(["platform", "deliverableId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .executeTakeFirstOrThrow();
  const platform = SocialPlatform.catch("facebook").parse(slot?.platform ?? planned.platform);
  const id = newId("socialPost");
  await tx
    .insertInto("socialPosts")
    .values({
      ...{ tenantId: tenant(), id, activityId, platform, status: "drafting", slotId: slot ? slotId : null },
      format: slot?.format ?? as ?? format ?? "static",
      contentType: slot?.contentType ?? contentType ?? "educational",
      channelId: (await accountOf(tx, platform))?.id ?? null,
      deliverableId: planned.deliverableId,
    })
    .execute();
  await Effect.audit(
    "social_post.created",
    { type: "social_post", id, label: activity.title },
    { after: { platform } },
  );
  return locked(tx, id);
}

async function accountOf(tx: Tx, platform: string): Promise<{ id: string; name: string } | undefined> {
  return tx
    .selectFrom("connectedChannels")
    .select(["id", "name"])
    .where("tenantId", "=", tenant())
    .where("type", "=", platform)
    .where("status", "in", ownedStatuses)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

async function texts(tx: Tx, postId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom("socialPosts")
    .select("bodyText")
    .where("tenantId", "=", tenant())
    .where("id", "!=", postId)
    .where("bodyText", "!=", "")
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ bodyText }) => bodyText);
}

async function take(tx: Tx, slotId: string, socialPostId: string | null): Promise<void> {
  await tx
    .updateTable("socialCalendarSlots")
    .set({ socialPostId })
    .where("tenantId", "=", tenant())
    .where("id", "=", slotId)
    .execute();
}
