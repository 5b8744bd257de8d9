import * as z from "zod";
import { ReviewSource } from "./customer-review.ts";
import { id } from "./ids.ts";

export const AskingChannel = z.enum(["email", "sms", "whatsapp"]);
export type AskingChannel = z.infer<typeof AskingChannel>;
/** How long a message may be, in characters. */
export const askingLimits: Record<AskingChannel, number> = { email: 1_200, sms: 160, whatsapp: 550 };

/** What a message says to those who want no more of them. */
export const wayOut = /\b(?:stop|unsubscribe|opt out|no more (?:messages|mails))\b/i;

/** How a campaign asks customers for reviews. */
export const ReviewAsking = z.strictObject({
  target: ReviewSource,
  reviewUrl: z.url({ protocol: /^https?$/ }).max(90),
  locationName: z.string().trim().min(1).max(120),
  tone: z.string().trim().max(120).default(""),
  audienceSize: z.number().int().min(1).max(1_000_000),
  throttlePerDay: z.number().int().min(1).max(1_000).default(50),
  minDaysBetweenAsks: z.number().int().min(7).max(730).default(90),
});
export type ReviewAsking = z.infer<typeof ReviewAsking>;

export const CampaignMessage = z.object({
  id: id("campaignMessage"),
  channel: AskingChannel,
  delayHours: z.number().int(),
  subject: z.string().nullable(),
  body: z.string(),
});
export type CampaignMessage = z.infer<typeof CampaignMessage>;

export const ReviewRequests = z.object({
  asking: z
    .object({
      ...{ target: ReviewSource, reviewUrl: z.string(), locationName: z.string(), tone: z.string() },
      ...{ audienceSize: z.number().int(), throttlePerDay: z.number().int(), minDaysBetweenAsks: z.number().int() },
    })
    .nullable(),
  messages: z.array(CampaignMessage),
});
export type ReviewRequests = z.infer<typeof ReviewRequests>;
