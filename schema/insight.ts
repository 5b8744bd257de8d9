import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Figure } from "./metric.ts";
import { PageQuery, Time } from "./page.ts";

/** The agents that read the numbers of one channel each. */
export const InsightAgent = z.enum([
  "facebook-page-insights",
  "google-ads-insights",
  "google-analytics-insights",
  "google-business-profile-insights",
  "google-search-console-insights",
  "instagram-insights",
  "landing-page-insights",
  "linkedin-insights",
  "meta-ads-insights",
  "website-insights",
]);
export type InsightAgent = z.infer<typeof InsightAgent>;

export const InsightPeriod = z.enum(["last_1_month", "last_3_months", "last_6_months"]);
export type InsightPeriod = z.infer<typeof InsightPeriod>;
export const InsightStatus = z.enum(["pending", "generating", "done", "failed", "not_enough_data"]);
export type InsightStatus = z.infer<typeof InsightStatus>;
export type InsightVerb = "generate" | "finish" | "fail" | "lack";
export const RecommendationStatus = z.enum(["open", "accepted", "dismissed"]);
export type RecommendationStatus = z.infer<typeof RecommendationStatus>;
export type RecommendationVerb = "accept" | "dismiss";
export const InsightLevel = z.enum(["low", "medium", "high"]);

/** `pending` waits for the numbers to be read. */
export const insightMachine: readonly Transition<InsightStatus, InsightVerb>[] = [
  { from: ["pending"], verb: "generate", to: "generating" },
  { from: ["pending"], verb: "lack", to: "not_enough_data" },
  { from: ["generating"], verb: "finish", to: "done" },
  { from: ["pending", "generating"], verb: "fail", to: "failed" },
];

export const recommendationMachine: readonly Transition<RecommendationStatus, RecommendationVerb>[] = [
  { from: ["open"], verb: "accept", to: "accepted" },
  { from: ["open", "accepted"], verb: "dismiss", to: "dismissed" },
];

/** Fewer days with numbers say nothing. */
export const insightDaysMin = 14;
/** Days of each period. */
export const periodDays: Record<InsightPeriod, number> = { last_1_month: 30, last_3_months: 90, last_6_months: 180 };

const Remark = z.object({ title: z.string(), detail: z.string(), metric: z.string().optional() });

export const InsightOrder = z.strictObject({
  connectedChannelId: id("channel"),
  period: InsightPeriod.default("last_3_months"),
  about: z
    .enum(["channel", "landing_pages"])
    .default("channel")
    .describe("landing_pages: the pages on which visits of a Google Analytics property begin"),
});
export type InsightOrder = z.infer<typeof InsightOrder>;

export const Recommendation = z.object({
  id: id("channelRecommendation"),
  insightId: id("channelInsight"),
  channelId: id("channel"),
  channelName: z.string(),
  channelType: z.string(),
  title: z.string(),
  detail: z.string(),
  impact: InsightLevel,
  effort: InsightLevel,
  status: RecommendationStatus,
  decidedBy: z.string().nullable(),
  decidedAt: Time.nullable(),
  createdAt: Time,
});
export type Recommendation = z.infer<typeof Recommendation>;

export const RecommendationFilter = PageQuery.extend({
  status: RecommendationStatus.optional(),
  connectedChannelId: id("channel").optional(),
});
export type RecommendationFilter = z.infer<typeof RecommendationFilter>;

export const InsightFilter = PageQuery.extend({ connectedChannelId: id("channel").optional() });
export type InsightFilter = z.infer<typeof InsightFilter>;

export const Insight = z.object({
  id: id("channelInsight"),
  channelId: id("channel"),
  channelName: z.string(),
  channelType: z.string(),
  agent: InsightAgent,
  period: InsightPeriod,
  status: InsightStatus,
  score: z.number().int().nullable().describe("0 to 100"),
  errorCode: z.string().nullable(),
  createdAt: Time,
});
export type Insight = z.infer<typeof Insight>;

export const InsightDetail = Insight.extend({
  narrative: z.string().nullable(),
  strengths: z.array(Remark),
  weaknesses: z.array(Remark),
  opportunities: z.array(Remark),
  figures: z.array(Figure),
  recommendations: z.array(Recommendation),
});
export type InsightDetail = z.infer<typeof InsightDetail>;

export const ChannelSettings = z.strictObject({
  weeklyInsights: z.boolean().describe("the numbers are judged every week; each time costs a credit"),
});

/** Which agent judges a kind of channel. */
export const insightAgentOf: Partial<Record<string, InsightAgent>> = {
  facebook: "facebook-page-insights",
  google_ads: "google-ads-insights",
  google_analytics: "google-analytics-insights",
  google_business_profile: "google-business-profile-insights",
  google_search_console: "google-search-console-insights",
  instagram: "instagram-insights",
  linkedin: "linkedin-insights",
  meta_ads: "meta-ads-insights",
  website: "website-insights",
};
