import type { CreditUnit } from "./credit.ts";
import type { Cycle, PlanOffer } from "./signup.ts";
import type { Plan } from "./tenant.ts";

export interface PlanTerms {
  name: string;
  /** A month, in hundredths. */
  credits: number;
  /** People of the tenant's own side; null: unlimited. */
  users: number | null;
  /** Connected channels, the website not counted; null: unlimited. */
  channels: number | null;
  files: number;
  bytes: number;
  /** Provider cost a month, in minor units of USD. */
  spendCapMinor: number;
  trialDays: number;
  /** Of one API key; 0: the plan has no API keys. */
  apiRequestsPerMinute: number;
  /** Agents may run elsewhere. */
  externalAgents: boolean;
}

const gigabyte = 1024 ** 3;

/** What each plan allows. */
export const plans: Record<Plan, PlanTerms> = {
  free: {
    name: "Free",
    credits: 2_000,
    users: 2,
    channels: 3,
    files: 50,
    bytes: 200 * 1024 ** 2,
    spendCapMinor: 500,
    trialDays: 0,
    apiRequestsPerMinute: 0,
    externalAgents: false,
  },
  pro: {
    name: "Pro",
    credits: 5_000,
    users: 5,
    channels: 10,
    files: 500,
    bytes: 2 * gigabyte,
    spendCapMinor: 5_000,
    trialDays: 14,
    apiRequestsPerMinute: 120,
    externalAgents: false,
  },
  agency: {
    name: "Agency",
    credits: 20_000,
    users: 20,
    channels: 30,
    files: 2_000,
    bytes: 10 * gigabyte,
    spendCapMinor: 25_000,
    trialDays: 14,
    apiRequestsPerMinute: 120,
    externalAgents: true,
  },
  enterprise: {
    name: "Enterprise",
    credits: 100_000,
    users: null,
    channels: null,
    files: 10_000,
    bytes: 100 * gigabyte,
    spendCapMinor: 100_000,
    trialDays: 0,
    apiRequestsPerMinute: 600,
    externalAgents: true,
  },
};

const months: Record<Cycle, number> = { monthly: 1, quarterly: 3, yearly: 12 };

/** Prices a month in minor units of the region's currency. A plan without one is sold by contract only. */
const monthlyMinor: Record<string, Partial<Record<Plan, number>>> = {
  in: { free: 0, pro: 999_900, agency: 2_999_900 },
  world: { free: 0, pro: 14_900, agency: 44_900 },
};

/** What is sold in a region, cheapest first. What costs nothing has one cycle. */
export function offersOf(region: { code: string; currency: string }): PlanOffer[] {
  return Object.entries(monthlyMinor[region.code] ?? {}).flatMap(([plan, minor]) => {
    const cycles: Cycle[] = minor === 0 ? ["monthly"] : ["monthly", "quarterly", "yearly"];
    return cycles.map((cycle) => offer(region, plan as Plan, cycle, minor * months[cycle]));
  });
}

function offer(region: { code: string; currency: string }, plan: Plan, cycle: Cycle, amountMinor: number): PlanOffer {
  const { name, credits, users, channels, files, trialDays } = plans[plan];
  return {
    planPriceId: `${region.code}-${plan}-${cycle}`,
    plan,
    name,
    cycle,
    price: { amountMinor, currency: region.currency },
    trialDays,
    credits: credits / 100,
    users,
    channels,
    files,
  };
}

/** Price of a kind of work in hundredths of a credit. */
export const creditRates = {
  context_file: 200,
  strategy: 500,
  deliverable_planner: 100,
  activity_planner: 200,
  keyword_cluster: 100,
  content_brief: 100,
  blog_post: 200,
  social_post: 100,
  social_calendar: 100,
  gbp_post: 100,
  landing_page: 300,
  email_newsletter: 200,
  google_ads_rsa: 200,
  meta_ads: 200,
  linkedin_ads: 200,
  report: 200,
  topic_research: 100,
  research_notes: 100,
  ads_analysis: 100,
  anomaly_detection: 100,
  review_response: 100,
  site_audit: 200,
  content_audit: 100,
  backlink_research: 100,
  backlink_outreach: 100,
  channel_insight: 100,
  ai_visibility: 100,
  ai_narrative: 100,
  ai_image_generation: 200,
  ai_image_flux: 50,
  blog_image_hero: 50,
  blog_image_inline: 25,
  ai_video_generation: 1_500,
  content_repurpose: 50,
  content_score_ai: 25,
  blog_edit_ai: 25,
  campaign_brief: 100,
  audience_analysis: 100,
  search_term_classification: 100,
  campaign_optimisation: 100,
  review_campaign: 100,
  code_fix: 200,
  lead_enrichment: 25,
  lead_followup: 50,
  chat_turn: 25,
} as const;
export type CreditRateKey = keyof typeof creditRates;

/** What a rate is asked for, where it is not a run. */
export const creditUnits: Partial<Record<CreditRateKey, CreditUnit>> = {
  content_audit: "item",
  backlink_outreach: "email",
  channel_insight: "item",
  ai_image_generation: "image",
  ai_image_flux: "image",
  blog_image_hero: "image",
  blog_image_inline: "image",
  ai_video_generation: "video",
  content_repurpose: "item",
  search_term_classification: "batch",
  chat_turn: "turn",
};
