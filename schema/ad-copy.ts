import * as z from "zod";

export const AdPlatform = z.enum(["google_ads", "meta_ads", "linkedin_ads"]);
export const AdCopyStatus = z.enum([
  "generating",
  "approved",
  "pushing",
  "pushed",
  "publish_unknown",
  "failed",
  "archived",
]);

export const AdCopyFields = z.strictObject({
  platform: AdPlatform,
  name: z.string().trim().min(1).max(200),
  objective: z.string().trim().max(200).nullable(),
  finalUrl: z.url({ protocol: /^https?$/ }).max(2_000),
});
