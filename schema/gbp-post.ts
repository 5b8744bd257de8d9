import * as z from "zod";

export const GbpPostType = z.enum(["whats-new", "offer", "event"]);
export const GbpCallToAction = z.enum(["book", "order", "buy", "learn-more", "sign-up", "call"]);
export const GbpPostStatus = z.enum([
  "generating",
  "approved",
  "scheduled",
  "publishing",
  "published",
  "publish_unknown",
  "publish_failed",
  "rejected",
  "archived",
]);

const title = z.string().trim().min(3).max(120);
export const GbpPostFields = z.strictObject({
  postType: GbpPostType,
  bodyText: z.string().trim().min(1).max(1_500),
  ctaType: GbpCallToAction.nullable(),
  ctaUrl: z.url().max(2_000).nullable(),
  offer: z
    .strictObject({
      title,
      discount: z.string().max(60),
      coupon: z.string().max(40).optional(),
      startDate: z.iso.date(),
      endDate: z.iso.date(),
    })
    .nullable(),
  event: z
    .strictObject({ title, date: z.iso.date(), time: z.iso.time().optional(), url: z.url().max(2_000).optional() })
    .nullable(),
});
