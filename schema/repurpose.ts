import * as z from "zod";
import { AdPlatform } from "./ad-copy.ts";
import { WorkStatus } from "./content-quality.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { SocialPlatform } from "./social.ts";

export const RepurposeSource = z.enum(["blog_post", "report", "social_post", "newsletter"]);
export type RepurposeSource = z.infer<typeof RepurposeSource>;
export const RepurposeTarget = z.enum([
  "social_post",
  "email_newsletter",
  "ad_copy",
  "thread",
  "carousel",
  "landing_page",
]);
export type RepurposeTarget = z.infer<typeof RepurposeTarget>;
export const RepurposePlatform = z.enum([...SocialPlatform.options, ...AdPlatform.options]);
export type RepurposePlatform = z.infer<typeof RepurposePlatform>;
export const RepurposeStatus = z.enum(["queued", "running", "done", "partly_failed", "failed"]);

/** Networks on which pictures are shown one after the other. */
export const CarouselPlatform = SocialPlatform.extract(["instagram", "facebook", "linkedin"]);

/** Which kinds of text a source can become. */
export const repurposePaths: Record<RepurposeSource, readonly RepurposeTarget[]> = {
  blog_post: RepurposeTarget.options,
  report: ["social_post", "email_newsletter", "carousel"],
  social_post: ["thread", "ad_copy"],
  newsletter: ["social_post", "thread", "ad_copy"],
};

/** Where a kind of text may go; a kind that is not named goes nowhere in particular. */
export const repurposePlatforms: Partial<Record<RepurposeTarget, readonly RepurposePlatform[]>> = {
  social_post: SocialPlatform.options,
  carousel: CarouselPlatform.options,
  ad_copy: AdPlatform.options,
};

const RepurposeWish = z.strictObject({
  type: RepurposeTarget,
  platform: RepurposePlatform.optional().describe("of a post, a carousel or an ad copy"),
});
export type RepurposeWish = z.infer<typeof RepurposeWish>;

export const RepurposeOrder = z
  .strictObject({
    sourceType: RepurposeSource,
    sourceId: z.string().max(40),
    targets: z.array(RepurposeWish).min(1).max(6),
  })
  .superRefine(({ sourceType, targets }, context) => {
    for (const [index, { type, platform }] of targets.entries()) {
      const refuse = (message: string) => context.addIssue({ code: "custom", path: ["targets", index], message });
      const kind = type.replaceAll("_", " ");
      const places = repurposePlatforms[type];
      if (!repurposePaths[sourceType].includes(type))
        refuse(`A ${sourceType.replace("_", " ")} cannot become a ${kind}.`);
      if (places && !(platform && places.includes(platform)))
        refuse(`Name where the ${kind} goes: ${places.join(", ")}.`);
      if (!places && platform) refuse(`A ${kind} names no platform.`);
      if (targets.findIndex((other) => other.type === type && other.platform === platform) !== index)
        refuse("Each target is named once.");
    }
  });
export type RepurposeOrder = z.infer<typeof RepurposeOrder>;

export const RepurposeQuery = z.strictObject({ sourceType: RepurposeSource, sourceId: z.string().max(40) });
export type RepurposeQuery = z.infer<typeof RepurposeQuery>;

export const RepurposeBatch = z.object({
  id: id("repurposeBatch"),
  sourceType: RepurposeSource,
  sourceId: z.string(),
  sourceVersion: z.number().int(),
  status: RepurposeStatus,
  items: z.array(
    z.object({
      id: id("repurposeItem"),
      type: RepurposeTarget,
      platform: RepurposePlatform.nullable(),
      status: WorkStatus,
      errorCode: z.string().nullable(),
      activityId: z.string().nullable(),
      subject: z.object({ type: z.string(), id: z.string() }).nullable(),
    }),
  ),
  createdAt: Time,
});
export type RepurposeBatch = z.infer<typeof RepurposeBatch>;
