import * as z from "zod";
import { CarouselPlatform } from "#schema/repurpose.ts";
import { SocialPlatform } from "#schema/social.ts";
import { AdVariants, EmailDraft, linkedinLimits, metaLimits, PageDraft, SearchAd } from "#schema/wording.ts";
import { SocialDraft, ThreadDraft } from "./social.ts";

const of = { activityId: z.string() };
const ad = { ...of, type: z.literal("ad_copy") };

/** Texts of other kinds made of one source, each in the shape of its kind. */
export const Derivatives = z.strictObject({
  derivatives: z
    .array(
      z.union([
        z.strictObject({ ...of, type: z.literal("email_newsletter"), content: EmailDraft }),
        z.strictObject({ ...of, type: z.literal("landing_page"), content: PageDraft }),
        z.strictObject({ ...of, type: z.literal("social_post"), platform: SocialPlatform, content: SocialDraft }),
        z.strictObject({ ...of, type: z.literal("carousel"), platform: CarouselPlatform, content: SocialDraft }),
        z.strictObject({ ...of, type: z.literal("thread"), platform: z.literal("x"), content: ThreadDraft }),
        z.strictObject({ ...ad, platform: z.literal("google_ads"), content: SearchAd }),
        z.strictObject({ ...ad, platform: z.literal("meta_ads"), content: AdVariants(metaLimits) }),
        z.strictObject({ ...ad, platform: z.literal("linkedin_ads"), content: AdVariants(linkedinLimits) }),
      ]),
    )
    .min(1)
    .max(6),
});
export type Derivatives = z.infer<typeof Derivatives>;
export type Derivative = Derivatives["derivatives"][number];
