import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const nothing = () => ({});
const campaign = { params: { id: "campaign" } } as const;
const review = { params: { id: "review" } } as const;

/** The routes of campaigns and of what customers say. */
export const campaignExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/reviews": { may: all },
  "GET /tenant/v1/reviews/{id}": { may: all, ...review },
  "POST /tenant/v1/reviews/{id}/draft": { may: agency, ...review },
  "POST /tenant/v1/reviews/{id}/ignore": { may: agency, ...review },
  "POST /tenant/v1/reviews/{id}/restore": { may: agency, ...review },
  "PATCH /tenant/v1/review-responses/{id}": {
    may: agency,
    params: { id: "reviewResponse" },
    body: () => ({ body: "Thank you for your words. We are glad that you were content with us." }),
  },
  "GET /tenant/v1/code-changes": { may: all },
  "GET /tenant/v1/code-changes/{id}": { may: all, params: { id: "codeChange" } },
  "POST /tenant/v1/site-audits/{id}/fix": {
    may: agency,
    params: { id: "siteAudit" },
    body: () => ({ findingIds: ["saf_01J00000000000000000000000"] }),
  },
  "GET /tenant/v1/campaigns": { may: all },
  "POST /tenant/v1/campaigns": {
    may: leaders,
    body: () => ({ type: "paid_ads", name: `Made up ${Math.random()}`, goal: "leads", channels: ["google_ads"] }),
  },
  "GET /tenant/v1/campaigns/{id}": { may: all, ...campaign },
  "PATCH /tenant/v1/campaigns/{id}": { may: leaders, ...campaign, body: nothing },
  "PATCH /tenant/v1/campaigns/{id}/status": { may: leaders, ...campaign, body: () => ({ verb: "archive" }) },
  "PUT /tenant/v1/campaigns/{id}/auto-pilot": { may: leaders, ...campaign, body: () => ({ enabled: true }) },
  "POST /tenant/v1/campaigns/{id}/generate-brief": { may: leaders, ...campaign, body: nothing },
  "POST /tenant/v1/campaigns/{id}/link-external": {
    may: agency,
    ...campaign,
    body: ({ channelId }) => ({ platform: "google_ads", channelId, externalCampaignId: "401" }),
  },
  "POST /tenant/v1/campaigns/{id}/budget": { may: agency, ...campaign, body: () => ({ amountMinor: 100_000 }) },
  "POST /tenant/v1/campaigns/{id}/metrics/sync": { may: agency, ...campaign },
  "GET /tenant/v1/campaigns/{id}/search-terms": { may: all, ...campaign },
  "POST /tenant/v1/campaigns/{id}/search-terms/classify": { may: agency, ...campaign },
  "POST /tenant/v1/campaigns/{id}/search-terms/push": { may: agency, ...campaign },
  "PATCH /tenant/v1/campaigns/{id}/search-terms/{partId}": {
    may: agency,
    params: { id: "campaign", partId: "searchTerm" },
    body: () => ({ decision: "watch" }),
  },
  "GET /tenant/v1/campaigns/{id}/review-requests": { may: all, ...campaign },
  "POST /tenant/v1/campaigns/{id}/review-requests": {
    may: agency,
    ...campaign,
    body: () => ({
      ...{ target: "google_business_profile", reviewUrl: "https://g.example/r/only-ours", locationName: "Only ours" },
      audienceSize: 100,
    }),
  },
  "GET /tenant/v1/campaigns/{id}/results": { may: all, ...campaign },
  "PUT /tenant/v1/campaigns/{id}/results": {
    may: agency,
    ...campaign,
    body: () => ({
      results: [
        { kind: "ad", externalId: "1", name: "One", measuredOn: "2026-01-01", reached: 10, answered: 1, won: 0 },
      ],
    }),
  },
  "GET /tenant/v1/campaigns/{id}/optimisations": { may: all, ...campaign },
  "POST /tenant/v1/campaigns/{id}/optimisations/run": {
    may: agency,
    ...campaign,
    body: () => ({ agent: "meta-ads-optimizer" }),
  },
  "PATCH /tenant/v1/campaigns/{id}/optimisations/{partId}": {
    may: agency,
    params: { id: "campaign", partId: "campaignRecommendation" },
    body: () => ({ verb: "dismiss" }),
  },
  "POST /tenant/v1/campaigns/{id}/generate-audience": { may: leaders, ...campaign },
};
