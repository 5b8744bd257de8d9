import type { Failed } from "#agents/descriptor/index.ts";
import type { DesignOutput } from "#agents/social-post-designer.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { whyNoMaker } from "#core/media/makers.ts";
import * as Shelf from "#core/media/shelf.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { order } from "#core/run/order.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { askForRelease } from "./client.ts";
import { failedDesign, noteDesign } from "./fail.ts";
import { change, locked, move, type Row, subject } from "./index.ts";
import { startVideo } from "./video.ts";

const reasons: Partial<Record<BlockedReason, string>> = {
  plan: "The plan does not include made pictures.",
  agent_paused: "The designer is paused or switched off.",
  contract: "The contract is not signed.",
};

/** Orders the pictures of a post; without a maker of pictures people upload them, and the post says why. */
export async function design(tx: Tx, before: Row, verb: "design" | "redesign", feedback?: string): Promise<void> {
  const orders = (before.details.design?.orders ?? 0) + 1;
  const row = await move(tx, before, verb);
  await Effect.audit("social_post.design_requested", subject(row), { after: { orders } });
  const given = verb === "design" ? await picturesGiven(tx, row) : [];
  if (given.length > 0) return show(tx, row, given);
  const missing = await whyNoMaker(tx, "picture");
  if (missing) return byHand(tx, row, orders, missing);
  await noteDesign(tx, row, { orders, by: "agent", reason: null, ...(feedback ? { feedback } : {}) });
  const units = row.format === "carousel" ? Math.max(1, row.details.slides?.length ?? 1) : 1;
  const blocked = await order(tx, {
    agent: "social-post-designer",
    subject: { type: "social_post", id: row.id },
    version: orders,
    units,
    wakeReason: verb === "redesign" ? "rejection" : "new_task",
  });
  if (blocked === "insufficient_credits")
    return failedDesign(tx, row.id, `There are not enough credits for ${units} pictures.`);
  if (blocked) await byHand(tx, row, orders, reasons[blocked] ?? `Nothing is made now (${blocked}).`);
}

/** What the designer gets: the slides, the size of the platform, and the brand. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await locked(tx, run.subjectId ?? "");
    const { feedback } = row.details.design ?? {};
    return {
      socialPostId: row.id,
      format: row.format,
      slides: slidesOf(row),
      size: sizeOf(row),
      quality: "medium",
      brand: await brandOf(tx),
      ...(feedback ? { reviewerFeedback: feedback } : {}),
      order: `${row.id}/${run.version}`,
    };
  });
}

/** Puts the pictures to the post; a short video is made of the still where one was promised, else the client is asked. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<DesignOutput>): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  if (row.status !== "design_pending") return;
  await change(tx, row.id, { runId: run.id });
  const pictures = data.media.map(({ mediaId }) => mediaId);
  await show(tx, row, pictures, data.failedSlides.length);
}

/** No picture: the agency decides what becomes of the post. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  await failedDesign(tx, run.subjectId ?? "", message);
}

// Pictures that came with the wish for the post and are still in the library.
async function picturesGiven(tx: Tx, { activityId }: Row): Promise<string[]> {
  if (!activityId) return [];
  const { mediaIds } = (await Activity.locked(tx, activityId)).input;
  if (!Array.isArray(mediaIds) || mediaIds.length === 0) return [];
  const there = await tx
    .selectFrom("media")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "in", mediaIds.map(String))
    .where("deletedAt", "is", null)
    .execute();
  return mediaIds.map(String).filter((mediaId) => there.some(({ id }) => id === mediaId));
}

async function show(tx: Tx, row: Row, mediaIds: string[], missing = 0): Promise<void> {
  await Shelf.link(tx, { type: "social_post", id: row.id }, "slide", mediaIds);
  await Effect.audit("social_post.designed", subject(row), { after: { pictures: mediaIds.length, missing } });
  if (await startVideo(tx, row)) return;
  const isMissing = row.format === "carousel" && missing > 0;
  await askForRelease(tx, row, "designed", isMissing ? ["slides_missing"] : []);
}

async function byHand(tx: Tx, row: Row, orders: number, reason: string): Promise<void> {
  await noteDesign(tx, row, {
    orders,
    by: "upload",
    reason: `${reason} Upload the pictures of the post.`.slice(0, 200),
  });
}

function slidesOf({ format, details, imagePrompt, altText, hook }: Row) {
  const prompt = (imagePrompt ?? hook ?? "A calm picture of the daily work").padEnd(20, ".");
  const alt = (altText ?? prompt).slice(0, 250);
  const { slides = [] } = details;
  if (format !== "carousel" || slides.length === 0)
    return [{ headline: details.imageHeadline ?? "", prompt: prompt.slice(0, 600), altText: alt }];
  return slides.map(({ headline, text }) => ({
    headline,
    prompt: `${prompt.slice(0, 400)}\nThis one: ${text || headline}`.slice(0, 600),
    altText: `${headline}: ${alt}`.slice(0, 250),
  }));
}

function sizeOf({ format, platform }: Pick<Row, "format" | "platform">): string {
  if (format === "reel" || format === "story") return "1080x1920";
  if (format === "carousel" || platform === "facebook") return "1080x1080";
  return platform === "linkedin" || platform === "x" ? "1200x627" : "1080x1350";
}

async function brandOf(tx: Tx) {
  const assets = await tx
    .selectFrom("brandAssets")
    .select(["kind", "value", "mediaId"])
    .where("tenantId", "=", tenant())
    .where("kind", "in", ["color", "logo"])
    .where("deletedAt", "is", null)
    .orderBy("position")
    .orderBy("id")
    .execute();
  const voice = await tx
    .selectFrom("brandVoices")
    .select(["style", "donts"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const logo = assets.find(({ kind, mediaId }) => kind === "logo" && mediaId);
  return {
    colours: assets.flatMap(({ kind, value }) => (kind === "color" && value ? [value] : [])).slice(0, 10),
    style: (voice?.style ?? "").slice(0, 500),
    avoid: (voice?.donts ?? []).map((dont) => dont.slice(0, 200)).slice(0, 30),
    ...(logo?.mediaId ? { logoMediaId: logo.mediaId } : {}),
  };
}
