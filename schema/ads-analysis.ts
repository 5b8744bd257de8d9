import * as z from "zod";
import { guardrails } from "./campaign-results.ts";
import { WorkStatus } from "./content-quality.ts";
import { id } from "./ids.ts";
import { MeasuredType } from "./metric.ts";
import { Time } from "./page.ts";

/** The kinds of channel whose ads are analysed. */
export const AdPlatform = MeasuredType.extract(["google_ads", "meta_ads"]);
export type AdPlatform = z.infer<typeof AdPlatform>;

export const AdsHealth = z.enum(["healthy", "needs_attention", "critical"]);
export type AdsHealth = z.infer<typeof AdsHealth>;

/** What the ads are paid for. */
export const AdsGoal = z.enum(["leads", "sales", "traffic", "brand_awareness", "app_installs"]);

/** An analysis is of so many days where nothing else is asked for, and of as many before. */
export const analysisDays = 28;
export const analysisDaysMax = 180;

export const AdsAnalysisOrder = z
  .strictObject({
    days: z.number().int().min(7).max(analysisDaysMax).default(analysisDays),
    primaryGoal: AdsGoal.default("leads"),
    targetCostPerResult: z.number().positive().max(1_000_000).optional().describe("in the currency of the accounts"),
    targetRoas: z.number().positive().max(1_000).optional().describe("what one unit of cost shall bring in"),
    targetCtrPct: z.number().positive().max(100).optional().describe("clicks of a hundred impressions"),
  })
  .describe("which time to analyse, and what the ads are for");
export type AdsAnalysisOrder = z.infer<typeof AdsAnalysisOrder>;

const Level = z.enum(["low", "medium", "high"]);

export const AdsPerformer = z.object({
  entityType: z.enum(["campaign", "ad_group", "ad"]),
  externalId: z.string(),
  name: z.string(),
  metric: z.string(),
  value: z.number(),
  reason: z.string(),
});
export type AdsPerformer = z.infer<typeof AdsPerformer>;

/** How far a daily budget goes up or down at once, in percent. */
export const budgetStepPct = guardrails.maxBudgetChangePct;

/** What can be carried out in an ad account once people have agreed to it. */
export const AdsChange = z.strictObject({
  action: z.enum(["pause_ad", "resume_ad", "change_budget"]),
  percent: z.number().int().min(-budgetStepPct).max(budgetStepPct).optional(),
});
export type AdsChange = z.infer<typeof AdsChange>;

export const AdsRecommendation = z.object({
  title: z.string(),
  action: z.string(),
  externalId: z.string().optional(),
  expectedEffect: z.string(),
  confidence: Level,
  risk: Level,
  change: AdsChange.optional(),
  proposed: z
    .object({ campaignId: id("campaign"), batchId: id("recommendationBatch") })
    .optional()
    .describe("where people decide whether it is carried out"),
  whyNot: z.string().optional().describe("why it stays advice"),
});
export type AdsRecommendation = z.infer<typeof AdsRecommendation>;

export const AdsAnalysis = z.object({
  id: id("adsAnalysis"),
  status: WorkStatus,
  from: z.string(),
  to: z.string(),
  health: AdsHealth.nullable(),
  headline: z.string().nullable(),
  failureMessage: z.string().nullable(),
  activityId: z.string().nullable(),
  createdAt: Time,
});
export type AdsAnalysis = z.infer<typeof AdsAnalysis>;

export const AdsAnalysisDetail = AdsAnalysis.extend({
  topPerformers: z.array(AdsPerformer),
  bottomPerformers: z.array(AdsPerformer),
  wastedSpend: z.object({ amount: z.number(), causes: z.array(z.string()) }).nullable(),
  recommendations: z.array(AdsRecommendation),
});
export type AdsAnalysisDetail = z.infer<typeof AdsAnalysisDetail>;
