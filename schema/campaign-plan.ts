import * as z from "zod";
import { ActivityType } from "./activity.ts";
import { CampaignGoal, CampaignStatus, CampaignType } from "./campaign.ts";
import { id } from "./ids.ts";
import { MonthNode } from "./month.ts";
import { PageQuery, Time } from "./page.ts";
import { Currency } from "./value.ts";

/** Where a campaign can speak. */
export const CampaignChannel = z.enum([
  "google_ads",
  "meta_ads",
  "linkedin_ads",
  "email",
  "mailchimp",
  "klaviyo",
  "brevo",
  "sms",
  "whatsapp",
  "instagram",
  "facebook",
  "linkedin",
  "x",
  "google_business_profile",
]);
export type CampaignChannel = z.infer<typeof CampaignChannel>;

type Type = z.infer<typeof CampaignType>;
const social: readonly CampaignChannel[] = ["instagram", "facebook", "linkedin", "x", "google_business_profile"];

/** The channels that a type of campaign uses. */
export const channelsOf: Record<Type, readonly CampaignChannel[]> = {
  paid_ads: ["google_ads", "meta_ads", "linkedin_ads"],
  email_marketing: ["email", "mailchimp", "klaviyo", "brevo"],
  email_outreach: ["email"],
  social_media: social,
  seo_outreach: ["email"],
  review_generation: ["email", "sms", "whatsapp"],
};

/** What prepares its changes by itself every week, where the client's admin switches it on. */
export const selfSteering: readonly Type[] = ["paid_ads", "seo_outreach", "review_generation"];

export const Budget = z.strictObject({
  amountMinor: z.number().int().min(100).max(100_000_000_00),
  currency: Currency,
});
export type Budget = z.infer<typeof Budget>;

const Fields = {
  name: z.string().trim().min(3).max(100),
  goal: CampaignGoal,
  channels: z.array(CampaignChannel).min(1).max(6),
  budget: Budget.nullable().default(null),
  startsOn: z.iso.date().nullable().default(null),
  endsOn: z.iso.date().nullable().default(null),
  notes: z.string().trim().max(4_000).nullable().default(null),
};

export const CampaignDraft = z.strictObject({
  type: z.enum(["paid_ads", "email_marketing", "social_media", "seo_outreach", "review_generation"]),
  ...Fields,
});
export type CampaignDraft = z.infer<typeof CampaignDraft>;

const line = (min: number, max: number) => z.string().trim().min(min).max(max);

/** A brief as a person writes it. */
export const BriefByHand = z.strictObject({
  objective: line(20, 400),
  audienceSummary: line(20, 800),
  keyMessages: z.array(line(10, 200)).min(3).max(6),
  offer: line(3, 300).optional(),
  channelPlan: z
    .array(
      z.strictObject({
        channel: CampaignChannel,
        role: line(10, 300),
        budgetSharePct: z.number().min(0).max(100),
        kpi: line(2, 80),
        target: z.number().min(0),
      }),
    )
    .min(1)
    .max(6),
  timeline: z
    .array(z.strictObject({ date: z.iso.date(), milestone: line(5, 200) }))
    .max(12)
    .default([]),
  contentNeeds: z
    .array(
      z.strictObject({
        ...{ activityType: ActivityType, quantity: z.number().int().min(1).max(30) },
        date: z.iso.date().optional().describe("the day by which it is needed"),
      }),
    )
    .max(20)
    .default([]),
  risks: z.array(line(10, 300)).max(6).default([]),
});
export type BriefByHand = z.infer<typeof BriefByHand>;

/** Only what is named changes. */
export const CampaignPatch = z.strictObject({
  name: Fields.name.optional(),
  goal: CampaignGoal.optional(),
  channels: Fields.channels.optional(),
  budget: Budget.nullable().optional(),
  startsOn: z.iso.date().nullable().optional(),
  endsOn: z.iso.date().nullable().optional(),
  notes: z.string().trim().max(4_000).nullable().optional(),
  brief: BriefByHand.optional(),
});
export type CampaignPatch = z.infer<typeof CampaignPatch>;
export type CampaignChange = z.input<typeof CampaignPatch>;

export const CampaignStep = z.strictObject({
  verb: z.enum(["submit", "activate", "pause", "resume", "complete", "archive"]),
  note: z.string().trim().max(1_000).optional(),
});
export type CampaignStep = z.infer<typeof CampaignStep>;

export const BriefOrder = z.strictObject({ notes: z.string().trim().max(4_000).optional() });
export const AutoPilot = z.strictObject({ enabled: z.boolean() });

/** Words of a brief for kinds of work that have a longer name; `ad_copy` is one for each channel of ads. */
export const NeedWord = z.enum(["ad_copy", "backlink", "website_audit", "performance_report"]);

/** Work that a campaign needs, and by when where its day is said. */
const Need = z.object({ activityType: ActivityType, quantity: z.number().int(), date: z.string().optional() });
export type CampaignNeed = z.infer<typeof Need>;

/** What a campaign is to do, for whom, where, and how it is measured. */
export const CampaignBrief = z.object({
  objective: z.string(),
  audienceSummary: z.string(),
  keyMessages: z.array(z.string()),
  offer: z.string().optional(),
  channelPlan: z.array(
    z.object({
      channel: CampaignChannel,
      role: z.string(),
      budgetSharePct: z.number(),
      kpi: z.string(),
      target: z.number(),
    }),
  ),
  timeline: z.array(z.object({ date: z.string(), milestone: z.string() })),
  contentNeeds: z.array(Need),
  risks: z.array(z.string()),
});
export type CampaignBrief = z.infer<typeof CampaignBrief>;

export const AudienceSource = z.enum(["agent", "manual", "platform"]);
/** Whom a platform is to show it to. */
export const AudienceDefinition = z.object({
  platform: CampaignChannel,
  ageMin: z.number().int().optional(),
  ageMax: z.number().int().optional(),
  locations: z.array(z.string()),
  interests: z.array(z.string()),
  jobTitles: z.array(z.string()),
  exclusions: z.array(z.string()),
  rationale: z.string(),
});
export type AudienceDefinition = z.infer<typeof AudienceDefinition>;

export const CampaignAudience = z.object({
  id: id("campaignAudience"),
  name: z.string(),
  description: z.string(),
  definition: AudienceDefinition,
  source: AudienceSource,
});
export type CampaignAudience = z.infer<typeof CampaignAudience>;

export const CampaignFilter = z.strictObject({
  ...PageQuery.shape,
  type: CampaignType.optional(),
  status: CampaignStatus.optional(),
});
export type CampaignFilter = z.infer<typeof CampaignFilter>;

/** What the platforms have charged for a campaign. */
export const CampaignSpend = z.object({
  spentMinor: z.number().int().nullable().describe("null before the first look, or where nothing is linked"),
  syncedAt: Time.nullable(),
  pausedAt: Time.nullable().describe("since when it rests because its budget is used up"),
});

/** A platform's campaign that this one is linked to. */
export const LinkedCampaign = z.object({
  platform: z.enum(["google_ads", "meta_ads", "linkedin_ads"]),
  externalCampaignId: z.string(),
  status: z.enum(["active", "paused"]).nullable(),
  spent: z.object({ amountMinor: z.number(), currency: z.string() }).nullable(),
  syncedAt: Time.nullable(),
  problem: z.string().nullable().describe("why its figures could not be read"),
});

export const Campaign = z.object({
  id: id("campaign"),
  type: CampaignType,
  name: z.string(),
  goal: CampaignGoal,
  status: CampaignStatus,
  channels: z.array(CampaignChannel),
  budget: z.object({ amountMinor: z.number(), currency: z.string() }).nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  spend: CampaignSpend,
  autoPilot: z.boolean(),
  version: z.number().int(),
  createdAt: Time,
  updatedAt: Time,
});
export type Campaign = z.infer<typeof Campaign>;

/** A piece of work that a campaign has ordered. */
export const CampaignWork = MonthNode.pick({
  ...{ id: true, ref: true, type: true, title: true, status: true, blockedReason: true },
  ...{ dueAt: true, goesOutOn: true, assignee: true },
});
export type CampaignWork = z.infer<typeof CampaignWork>;

export const CampaignDetail = Campaign.extend({
  notes: z.string().nullable(),
  decisionNote: z.string().nullable().describe("what was said when it was sent back"),
  brief: CampaignBrief.nullable(),
  audiences: z.array(CampaignAudience),
  linked: z.array(LinkedCampaign),
  atWork: z.array(z.string()).describe("agents that work on it now"),
  work: z.array(CampaignWork).describe("what it has ordered, in the order of its days"),
});
export type CampaignDetail = z.infer<typeof CampaignDetail>;
