import type { AgentName } from "#schema/agent.ts";
import type { Company } from "../golden-inputs.ts";

type Input = Record<string, unknown>;

const wordsOf = ({ passages }: Company): string => passages[0]?.text.split("\n")[0]?.slice(0, 120) ?? "";

const entity = (externalId: string, name: string, more: Input): Input => ({
  ...{ kind: "ad", externalId, name, status: "active", budgetMinor: null, bidMinor: null, spentMinor: 0 },
  ...more,
});
const optimised = (entities: Input[]): Input => ({
  ...{ campaignId: "cmp_1", campaignName: "Summer", goal: "leads", budgetMinor: 200_000, currency: "USD", entities },
  guardrails: { maxBudgetChangePct: 20, maxBidChangePct: 15, minConversions: 10 },
});
const ads = () =>
  optimised([
    entity("s1", "Home", {
      kind: "ad_set",
      budgetMinor: 2_000,
      reached: 9_000,
      answered: 260,
      won: 24,
      spentMinor: 9_000,
    }),
    entity("s2", "Work", {
      ...{
        kind: "ad_set",
        budgetMinor: 2_000,
        bidMinor: 150,
        reached: 8_000,
        answered: 180,
        won: 12,
        spentMinor: 9_500,
      },
    }),
    entity("a1", "Mornings", { reached: 9_000, answered: 240, won: 12, spentMinor: 9_000 }),
    entity("a2", "Evenings", { reached: 8_000, answered: 12, won: 0, spentMinor: 9_500 }),
  ]);

/** The golden inputs of agents of campaigns and of what customers say. */
export const campaignInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  "review-response-writer": (company) => ({
    ...{ reviewId: "rvw_1", platform: "google_business_profile", starRating: 5, reviewDate: "2026-05-20" },
    ...{ reviewerName: "Maya", reviewText: `Very good from the first day on. ${wordsOf(company)}` },
    locationName: company.name,
  }),
  "campaign-brief-writer": ({ name }) => ({
    ...{ name: `Summer with ${name}`, type: "paid_ads", goal: "leads", channels: ["google_ads", "meta_ads"] },
    ...{ budget: { amountMinor: 200_000, currency: "USD" }, startDate: "2026-06-01", endDate: "2026-07-31" },
    allowedTypes: ["google_ads_copy", "meta_ads_copy", "landing_page", "blog_post"],
  }),
  "search-term-classifier": ({ name, passages }) => ({
    ...{ campaignName: `What ${name} offers`, campaignGoal: "leads", negatives: ["free lamps"] },
    terms: [
      ...(passages[0]?.text.split(/[\n.]/)[0]?.toLowerCase().split(" ").slice(0, 6) ?? []),
      ...["free lamps", "lamp shop jobs", "another trade"],
    ].map((term, at) => ({
      ...{ id: `stm_${at}`, term, adGroup: "All", clicks: 40 - at, impressions: 900, costMinor: 5_000 - at * 100 },
      conversions: at % 3,
    })),
  }),
  "website-code-fixer": ({ name, passages }) => {
    const pages = passages.slice(0, 4).map(({ text }, at) => ({
      ...{ url: `https://www.example.com/page-${at}`, title: null, metaDescription: null },
      ...{ h1: `${text.split(/[\n.]/)[0]?.slice(0, 50)} (${at})`, text },
    }));
    const start = { url: "https://www.example.com/", title: name, metaDescription: null, h1: null };
    const shown = [
      ...pages,
      { ...start, text: `${name} tells here what it does and for whom. Write to us before you decide.` },
    ];
    const urls = shown.map(({ url }) => url);
    return {
      issues: [
        { findingId: "saf_1", code: "missing_title", title: "Pages without a title", urls: urls.slice(0, -1) },
        { findingId: "saf_2", code: "missing_meta_description", title: "Pages without a description", urls },
        { findingId: "saf_3", code: "canonical_mismatch", title: "Pages that point elsewhere", urls: urls.slice(-1) },
      ],
      pages: shown,
    };
  },
  "review-campaign-writer": ({ name }) => ({
    ...{ channels: ["email", "sms", "whatsapp"], locationName: name, tone: "friendly", audienceSize: 300 },
    reviewUrl: "https://www.example.com/review",
  }),
  "meta-ads-optimizer": ads,
  "linkedin-ads-optimizer": ads,
  "seo-outreach-optimizer": () =>
    optimised([
      entity("mention", "mention", { kind: "prospect_type", reached: 30, answered: 0, won: 0 }),
      entity("resource-page", "resource-page", { kind: "prospect_type", reached: 40, answered: 6, won: 2 }),
      entity("subject", "Subject line", { kind: "pitch", text: "A page for you", reached: 70, answered: 1, won: 1 }),
    ]),
  "review-campaign-optimizer": () =>
    optimised([
      entity("email", "e-mail", { kind: "channel", reached: 80, answered: 20, won: 2 }),
      entity("sms", "sms", { kind: "channel", reached: 60, answered: 30, won: 12 }),
      entity("m1", "First request", { kind: "message", text: "24", reached: 80, answered: 2, won: 1 }),
    ]),
  "audience-analyst": ({ name }) => ({
    brief: {
      objective: `Win enquiries for what ${name} offers.`,
      audienceSummary: `People who look for what ${name} offers.`,
      keyMessages: ["We answer what people ask before they decide."],
      channelPlan: [{ channel: "meta_ads", role: "Shows it", budgetSharePct: 100, kpi: "enquiries", target: 10 }],
      timeline: [{ date: "2026-06-01", milestone: "Begins" }],
      contentNeeds: [{ activityType: "meta_ads_copy", quantity: 1 }],
      risks: [],
    },
    ...{ platforms: ["meta_ads", "linkedin_ads"], campaignType: "paid_ads", country: "US" },
  }),
};
