import type { PublishedType } from "#schema/publish.ts";
import type { Target } from "../target.ts";
import { adsTarget } from "./ads.ts";
import { blogTarget } from "./blog.ts";
import { campaignEmailTarget } from "./campaign-email.ts";
import { changesTarget } from "./changes.ts";
import { codeTarget } from "./code.ts";
import { gbpTarget } from "./gbp.ts";
import { leadEmailTarget } from "./lead-email.ts";
import { newsletterTarget } from "./newsletter.ts";
import { pageTarget } from "./page.ts";
import { replyTarget } from "./reply.ts";
import { socialTarget } from "./social.ts";

const targets: Record<PublishedType, Target> = {
  blog_post: blogTarget,
  social_post: socialTarget,
  gbp_post: gbpTarget,
  newsletter: newsletterTarget,
  ad_copy: adsTarget,
  campaign_email: campaignEmailTarget,
  lead_email: leadEmailTarget,
  review_response: replyTarget,
  recommendation_batch: changesTarget,
  code_change: codeTarget,
  landing_page: pageTarget,
};

/** How a kind of content is published. */
export function targetOf(type: PublishedType): Target {
  return targets[type];
}
