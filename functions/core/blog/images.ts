import * as Effect from "#core/effect/index.ts";
import { whyNoMaker } from "#core/media/makers.ts";
import { wishes } from "#core/routine/wishes.ts";
import { order } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { BlogImageOrder, BlogImageWish } from "#schema/blog.ts";
import { AppError } from "#schema/errors.ts";
import { revise } from "./edit.ts";
import { locked } from "./index.ts";

/** Asks for a picture of a post; one at a time. @throws provider_not_configured, insufficient_credits, illegal_transition */
export async function requestImage(id: string, input: BlogImageWish): Promise<BlogImageOrder> {
  require("blog_post.edit", "ask for pictures");
  const wish = BlogImageWish.parse(input);
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const missing = await whyNoMaker(tx, "picture");
    if (missing) throw new AppError("provider.provider_not_configured", missing);
    const before = await orderOf(tx, id);
    if (before?.status === "ordered")
      throw new AppError("request.illegal_transition", `A picture of "${row.title}" is being made; wait for it.`);
    if (wish.sectionTitle && headingAt(row.body, wish.sectionTitle) < 0)
      throw new AppError("request.validation_failed", `The post has no heading "${wish.sectionTitle}".`, {
        fields: [{ path: "sectionTitle", rule: "unknown", message: "must be a heading of the post" }],
      });
    const { next, blocked } = await place(tx, row, wish, before?.number ?? 0);
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits for a picture.");
    if (blocked)
      throw new AppError("request.illegal_transition", `No picture can be made now (${blocked}).`, {
        details: { blocked },
      });
    return next;
  });
}

/**
 * Where the client wants it, a draft that is ready for review gets the picture at its head before anybody decides. It is ordered once
 * for a post: one that was written anew keeps it, and where nothing can make or pay it the post goes on without.
 */
export async function dress(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "dm_review" || !(await wishes(tx)).autoGenerateHeroImage) return;
  const made = await headOf(tx, id);
  if (made && !row.body.includes(`(media:${made.mediaId})`)) {
    const by = { author: `agent:${row.runId ?? "blog-image-generator"}`, kind: "agent" } as const;
    const changeNote = "The picture was put back";
    await revise(tx, row, { ...row, body: embedded(row.body, made) ?? row.body }, { ...by, changeNote });
  }
  if (made || (await orderOf(tx, id)) || (await whyNoMaker(tx, "picture"))) return;
  await place(tx, row, BlogImageWish.parse({ imageType: "hero" }), 0);
}

async function headOf(tx: Tx, id: string): Promise<{ mediaId: string; altText: string } | undefined> {
  const row = await tx
    .selectFrom("blogPosts as b")
    .innerJoin("media as m", (join) => join.onRef("m.tenantId", "=", "b.tenantId").onRef("m.id", "=", "b.heroMediaId"))
    .select(["m.id as mediaId", "m.altText"])
    .where("b.tenantId", "=", tenant())
    .where("b.id", "=", id)
    .where("m.deletedAt", "is", null)
    .executeTakeFirst();
  return row && { mediaId: row.mediaId, altText: row.altText ?? "" };
}

/** Orders the picture that follows so many others, with its price held. @returns how it stands, and what forbids it */
async function place(
  tx: Tx,
  { id, title }: { id: string; title: string },
  wish: BlogImageWish,
  others: number,
): Promise<{ next: BlogImageOrder; blocked: BlockedReason | null }> {
  const next: BlogImageOrder = { number: others + 1, wish, status: "ordered", mediaId: null, reason: null };
  const blocked = await order(tx, {
    agent: "blog-image-generator",
    subject: { type: "blog_post", id },
    version: next.number,
    rateKey: wish.imageType === "hero" ? "blog_image_hero" : "blog_image_inline",
  });
  if (blocked) return { next, blocked };
  await setOrder(tx, id, next);
  await Effect.audit(
    "blog_post.images_requested",
    { type: "blog_post", id, label: title },
    { after: { imageType: wish.imageType, imageStyle: wish.imageStyle } },
  );
  return { next, blocked };
}

/** The picture of a post that was asked for last. */
export async function orderOf(tx: Tx, id: string): Promise<BlogImageOrder | null> {
  const row = await tx
    .selectFrom("blogPosts")
    .select("imageOrder")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.imageOrder ? BlogImageOrder.parse(row.imageOrder) : null;
}

/** Keeps how the picture of a post is. */
export async function setOrder(tx: Tx, id: string, next: BlogImageOrder): Promise<void> {
  await tx
    .updateTable("blogPosts")
    .set({ imageOrder: JSON.stringify(next) })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** The text with a picture at its head, or under a heading; null without the heading. */
export function embedded(
  body: string,
  { mediaId, altText, sectionTitle }: { mediaId: string; altText: string; sectionTitle?: string | undefined },
): string | null {
  const image = `![${altText.replaceAll(/[[\]]/g, "")}](media:${mediaId})`;
  if (!sectionTitle) return `${image}\n\n${body.replace(/^!\[[^\]]*\]\(media:\w+\)\n\n/, "")}`;
  const at = headingAt(body, sectionTitle);
  return at < 0 ? null : `${body.slice(0, at)}\n\n${image}${body.slice(at)}`;
}

/** Where the text under a heading begins; -1 without the heading. */
export function headingAt(body: string, title: string): number {
  const wanted = title.trim().toLowerCase();
  for (const match of body.matchAll(/^#{2,4}[ \t]+(.+?)[ \t#]*$/gm))
    if (match[1]?.trim().toLowerCase() === wanted) return match.index + match[0].length;
  return -1;
}
