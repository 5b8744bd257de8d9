import * as z from "zod";
import { AdPlatform } from "./ad-copy.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { SocialPlatform } from "./social.ts";

export const RepurposeSource = z.enum(["blog_post", "report", "social_post", "newsletter"]);
export const RepurposeTarget = z.enum([
  "social_post",
  "email_newsletter",
  "ad_copy",
  "thread",
  "carousel",
  "landing_page",
]);
export const RepurposePlatform = z.enum([...SocialPlatform.options, ...AdPlatform.options]);
export const RepurposeStatus = z.enum(["queued", "running", "done", "partly_failed", "failed"]);

/** Which kinds of text a source can become. */
export const repurposePaths: Partial<
  Record<z.infer<typeof RepurposeSource>, readonly z.infer<typeof RepurposeTarget>[]>
> = {
  blog_post: ["email_newsletter", "landing_page", "ad_copy"],
  newsletter: ["ad_copy"],
};

const Target = z.strictObject({
  type: RepurposeTarget.extract(["email_newsletter", "landing_page", "ad_copy"]),
  platform: AdPlatform.optional().describe("of an ad copy"),
});
export type RepurposeWish = z.infer<typeof Target>;

export const RepurposeOrder = z
  .strictObject({
    sourceType: RepurposeSource.extract(["blog_post", "newsletter"]),
    sourceId: z.string().max(40),
    targets: z.array(Target).min(1).max(6),
  })
  .superRefine(({ sourceType, targets }, context) => {
    for (const [index, { type, platform }] of targets.entries()) {
      const refuse = (message: string) => context.addIssue({ code: "custom", path: ["targets", index], message });
      if (!repurposePaths[sourceType]?.includes(type))
        refuse(`A ${sourceType.replace("_", " ")} cannot become a ${type.replaceAll("_", " ")}.`);
      if ((type === "ad_copy") !== (platform !== undefined)) refuse("An ad copy names its platform, others name none.");
      if (targets.findIndex((other) => other.type === type && other.platform === platform) !== index)
        refuse("Each target is named once.");
    }
  });
export type RepurposeOrder = z.infer<typeof RepurposeOrder>;

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
      status: z.string(),
      errorCode: z.string().nullable(),
      activityId: z.string().nullable(),
      subject: z.object({ type: z.string(), id: z.string() }).nullable(),
    }),
  ),
  createdAt: Time,
});
export type RepurposeBatch = z.infer<typeof RepurposeBatch>;
