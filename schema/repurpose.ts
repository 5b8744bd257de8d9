import * as z from "zod";
import { AdPlatform } from "./ad-copy.ts";
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
