import * as z from "zod";
import { PublishAttempt } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";

export const AdPlatform = z.enum(["google_ads", "meta_ads", "linkedin_ads"]);
export type AdPlatform = z.infer<typeof AdPlatform>;

/** What a result is of. */
export const ResultKind = z.enum(["campaign", "ad_set", "ad", "prospect_type", "pitch", "channel", "message"]);
export const ResultState = z.enum(["active", "paused"]);

/** Figures of one thing on one day: whom it reached, who answered, what came of it, what it cost. */
export const CampaignResult = z.strictObject({
  kind: ResultKind,
  externalId: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  measuredOn: z.iso.date(),
  status: ResultState.default("active"),
  budgetMinor: z.number().int().min(0).nullable().default(null).describe("a day"),
  bidMinor: z.number().int().min(0).nullable().default(null),
  reached: z.number().int().min(0).max(1_000_000_000),
  answered: z.number().int().min(0).max(1_000_000_000),
  won: z.number().min(0).max(1_000_000_000),
  spentMinor: z.number().int().min(0).default(0),
});
export type CampaignResult = z.infer<typeof CampaignResult>;
export const CampaignResults = z.strictObject({ results: z.array(CampaignResult).min(1).max(300) });

export const ResultsQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(365).default(28) });

/** What one thing of a campaign reached in some days. */
export const MeasuredThing = CampaignResult.omit({ measuredOn: true });
export type MeasuredThing = z.infer<typeof MeasuredThing>;

export const ExternalLink = z.strictObject({
  platform: AdPlatform,
  channelId: id("channel"),
  externalCampaignId: z.string().trim().min(1).max(120),
});
export type ExternalLink = z.infer<typeof ExternalLink>;

export const TermClass = z.enum(["add_as_keyword", "add_as_negative", "watch", "irrelevant"]);
export type TermClass = z.infer<typeof TermClass>;
export const MatchType = z.enum(["exact", "phrase", "broad"]);
export const TermStatus = z.enum(["pending", "dm_reviewed", "pushed", "skipped"]);
export type TermStatus = z.infer<typeof TermStatus>;
export type TermVerb = "review" | "skip" | "push" | "take_back" | "restore";
export const termMachine: readonly Transition<TermStatus, TermVerb>[] = [
  { from: ["pending", "skipped"], verb: "review", to: "dm_reviewed" },
  { from: ["pending", "dm_reviewed"], verb: "skip", to: "skipped" },
  { from: ["dm_reviewed"], verb: "push", to: "pushed" },
  { from: ["pushed"], verb: "take_back", to: "dm_reviewed" },
  { from: ["dm_reviewed", "skipped"], verb: "restore", to: "pending" },
];

export const TermFilter = z.strictObject({ ...PageQuery.shape, classification: TermClass.optional() });
export type TermFilter = z.infer<typeof TermFilter>;

/** The reviewer's word on a term: a verdict of their own, or that it is left. */
export const TermDecision = z.union([
  z.strictObject({ decision: TermClass }),
  z.strictObject({ skip: z.literal(true) }),
]);
export type TermDecision = z.infer<typeof TermDecision>;

export const SearchTerm = z.object({
  id: id("searchTermClassification"),
  term: z.string(),
  adGroup: z.string(),
  impressions: z.number().int(),
  clicks: z.number().int(),
  costMinor: z.number(),
  conversions: z.number(),
  classification: TermClass,
  matchType: MatchType.nullable(),
  rationale: z.string(),
  confidence: z.number(),
  decision: TermClass.nullable(),
  status: TermStatus,
});
export type SearchTerm = z.infer<typeof SearchTerm>;

export const OptimiserAction = z.enum([
  "pause_ad",
  "resume_ad",
  "change_budget",
  "change_bid",
  "rotate_creative",
  "narrow_audience",
  "widen_audience",
  "change_subject",
  "change_pitch",
  "drop_type",
  "add_follow_up",
  "change_channel",
  "change_delay",
  "change_text",
  "add_negative",
  "remove_negative",
  "add_keyword",
  "remove_keyword",
  "set_campaign_budget",
]);
export type OptimiserAction = z.infer<typeof OptimiserAction>;
export const RecommendationKind = z.enum([
  "bid",
  "budget",
  "ad",
  "audience",
  "pause",
  "sequence",
  "prospect",
  "keyword",
]);
export type RecommendationKind = z.infer<typeof RecommendationKind>;
export const Degree = z.enum(["low", "medium", "high"]);

/** What each action changes. */
export const kindOfAction: Record<OptimiserAction, RecommendationKind> = {
  pause_ad: "pause",
  resume_ad: "pause",
  change_budget: "budget",
  change_bid: "bid",
  rotate_creative: "ad",
  narrow_audience: "audience",
  widen_audience: "audience",
  change_subject: "sequence",
  change_pitch: "sequence",
  drop_type: "prospect",
  add_follow_up: "sequence",
  change_channel: "sequence",
  change_delay: "sequence",
  change_text: "sequence",
  add_negative: "keyword",
  remove_negative: "keyword",
  add_keyword: "keyword",
  remove_keyword: "keyword",
  set_campaign_budget: "budget",
};

/** What takes each change back, where a change can be taken back. */
export const backOfAction: Partial<Record<OptimiserAction, OptimiserAction>> = {
  pause_ad: "resume_ad",
  resume_ad: "pause_ad",
  change_budget: "change_budget",
  change_bid: "change_bid",
  add_negative: "remove_negative",
  remove_negative: "add_negative",
  add_keyword: "remove_keyword",
  remove_keyword: "add_keyword",
  change_delay: "change_delay",
  change_text: "change_text",
  set_campaign_budget: "set_campaign_budget",
};

/** Who makes a change that was decided: the ad account, we ourselves, or a person who says when it is done. */
export const Maker = z.enum(["account", "here", "person"]);
export type Maker = z.infer<typeof Maker>;

/** Changes with a lever, and where it is. All others are work for people. */
export const makerOfAction: Partial<Record<OptimiserAction, Maker>> = {
  pause_ad: "account",
  resume_ad: "account",
  change_budget: "account",
  change_bid: "account",
  add_negative: "account",
  remove_negative: "account",
  add_keyword: "account",
  remove_keyword: "account",
  change_subject: "here",
  drop_type: "here",
  change_delay: "here",
  change_text: "here",
  set_campaign_budget: "here",
};

/** Who watches what platforms charge, and pauses there what has used up its budget. */
export const spendGuard = "spend-guard";
/** Shares of its budget, in percent, of whose use people are told, once each for one budget. With the last of them it rests. */
export const spendMarks = [80, 100] as const;

/** How far one batch may go, and from how many results on a bid may be touched. */
export const guardrails = { maxBudgetChangePct: 20, maxBidChangePct: 15, minConversions: 10 } as const;
export const windowDaysDefault = 14;
/** A batch that nobody has decided for so long is out of date. */
export const batchDaysMax = 14;

export const BatchStatus = z.enum([
  "preparing",
  "proposed",
  "dm_accepted",
  "client_approved",
  "applied",
  "dismissed",
  "expired",
  "empty",
  "failed",
]);
export type BatchStatus = z.infer<typeof BatchStatus>;
export type BatchVerb =
  | "propose"
  | "find_nothing"
  | "accept"
  | "client_approve"
  | "apply"
  | "dismiss"
  | "expire"
  | "fail"
  | "retry";
export const batchMachine: readonly Transition<BatchStatus, BatchVerb>[] = [
  { from: ["preparing"], verb: "propose", to: "proposed" },
  { from: ["preparing"], verb: "find_nothing", to: "empty" },
  { from: ["proposed"], verb: "accept", to: "dm_accepted" },
  { from: ["dm_accepted"], verb: "client_approve", to: "client_approved" },
  { from: ["client_approved"], verb: "apply", to: "applied" },
  { from: ["proposed", "dm_accepted"], verb: "dismiss", to: "dismissed" },
  { from: ["proposed", "dm_accepted"], verb: "expire", to: "expired" },
  { from: ["preparing", "client_approved"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "client_approved" },
];
export const RecommendationStatus = z.enum(["open", "dismissed", "applied", "failed"]);

export const Recommendation = z.object({
  id: id("campaignRecommendation"),
  action: OptimiserAction,
  kind: RecommendationKind,
  externalId: z.string(),
  title: z.string(),
  from: z.string(),
  to: z.string(),
  why: z.string(),
  expectedEffect: z.string(),
  evidence: z.array(z.string()),
  confidence: Degree,
  risk: Degree,
  maker: Maker,
  status: RecommendationStatus,
  outcome: z.string().nullable().describe("why it could not be made"),
  appliedAt: Time.nullable(),
  appliedBy: z.string().nullable().describe("the person who made it by hand"),
});
export type Recommendation = z.infer<typeof Recommendation>;

export const RecommendationBatch = z.object({
  id: id("recommendationBatch"),
  agent: z.string(),
  status: BatchStatus,
  version: z.number().int(),
  reason: z.string().nullable().describe("why nothing is proposed"),
  note: z.string().nullable(),
  undoOf: id("recommendationBatch").nullable().describe("the batch whose changes it takes back"),
  createdAt: Time,
  recommendations: z.array(Recommendation),
  publish: PublishAttempt.nullable(),
});
export type RecommendationBatch = z.infer<typeof RecommendationBatch>;

export const OptimiserOrder = z.strictObject({
  agent: z
    .enum(["meta-ads-optimizer", "linkedin-ads-optimizer", "seo-outreach-optimizer", "review-campaign-optimizer"])
    .describe("who looks for changes"),
  windowDays: z.number().int().min(7).max(30).default(windowDaysDefault),
});
export type OptimiserOrder = z.infer<typeof OptimiserOrder>;
export const RecommendationVerb = z.strictObject({ verb: z.enum(["dismiss", "restore", "done"]) });

/** What a campaign at work may cost in all, once agency and client have agreed. */
export const BudgetWish = z.strictObject({ amountMinor: z.number().int().min(100).max(100_000_000_00) });
export type BudgetWish = z.infer<typeof BudgetWish>;

/** Whether what was made of a set of ad texts is to run, and for how much a day. */
export const SwitchAds = z.strictObject({
  running: z.boolean(),
  dailyBudget: z.number().min(1).max(1_000_000_000).optional().describe("in the money of the account"),
});
export type SwitchAds = z.infer<typeof SwitchAds>;
