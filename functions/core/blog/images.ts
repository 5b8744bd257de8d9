import * as Effect from "#core/effect/index.ts";
import { whyNoMaker } from "#core/media/makers.ts";
import { order } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { BlogImageOrder, BlogImageWish } from "#schema/blog.ts";
import { AppError } from "#schema/errors.ts";
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
    const number = (before?.number ?? 0) + 1;
    const next: BlogImageOrder = { number, wish, status: "ordered", mediaId: null, reason: null };
    await setOrder(tx, id, next);
    const blocked = await order(tx, {
      agent: "blog-image-generator",
      subject: { type: "blog_post", id },
      version: number,
      rateKey: wish.imageType === "hero" ? "blog_image_hero" : "blog_image_inline",
    });
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits for a picture.");
    if (blocked)
      throw new AppError("request.illegal_transition", `No picture can be made now (${blocked}).`, {
        details: { blocked },
      });
    await Effect.audit(
      "blog_post.images_requested",
      { type: "blog_post", id, label: row.title },
      { after: { imageType: wish.imageType, imageStyle: wish.imageStyle } },
    );
    return next;
  });
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

/** Where the text under a heading begins; -1 without the heading. */
export function headingAt(body: string, title: string): number {
  const wanted = title.trim().toLowerCase();
  for (const match of body.matchAll(/^#{2,4}[ \t]+(.+?)[ \t#]*$/gm))
    if (match[1]?.trim().toLowerCase() === wanted) return match.index + match[0].length;
  return -1;
}
