import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What only its owners may know of their campaign. ".repeat(5);

/** Gives a tenant a campaign with its brief and audience, and a review with its answer. */
export async function insertCampaigns(tx: Tx, { id: tenantId, channelId }: TestTenant, siteAuditId: string) {
  const [campaign, review, reviewResponse] = [newId("campaign"), newId("review"), newId("reviewResponse")];
  const push = { type: "paid_ads", name: "Only ours to run", goal: "leads", status: "draft" };
  await tx
    .insertInto("campaigns")
    .values({ tenantId, id: campaign, ...push, channels: ["google_ads"], notes: text, brief: JSON.stringify({}) })
    .execute();
  await tx
    .insertInto("campaignAudiences")
    .values({
      ...{ tenantId, id: newId("campaignAudience"), campaignId: campaign, name: "Only ours", description: text },
      ...{ definition: "{}", source: "manual" },
    })
    .execute();
  const said = { externalId: "only-ours", source: "google_business_profile", rating: 2, body: text };
  await tx
    .insertInto("reviews")
    .values({ tenantId, id: review, channelId, ...said, reviewedAt: new Date() })
    .execute();
  const answer = { body: text, version: 1, contentHash: sha256(text), status: "draft" };
  await tx
    .insertInto("reviewResponses")
    .values({ tenantId, id: reviewResponse, reviewId: review, ...answer })
    .execute();
  const asking = {
    target: "google_business_profile",
    reviewUrl: "https://only-ours.example/",
    locationName: "Only ours",
  };
  await tx
    .insertInto("reviewCampaigns")
    .values({ tenantId, id: newId("reviewCampaign"), campaignId: campaign, ...asking, audienceSize: 10 })
    .execute();
  await tx
    .insertInto("campaignMessages")
    .values({
      ...{ tenantId, id: newId("campaignMessage"), campaignId: campaign, stepOrder: 1, channel: "sms" },
      ...{ delayHours: 24, body: text },
    })
    .execute();
  const searchTerm = newId("searchTermClassification");
  const report = newId("searchTermReport");
  await tx
    .insertInto("searchTermReports")
    .values({ tenantId, id: report, campaignId: campaign, searchTerm: "only ours", syncOn: "2026-01-01" })
    .execute();
  await tx
    .insertInto("searchTermClassifications")
    .values({
      ...{ tenantId, id: searchTerm, campaignId: campaign, searchTermReportId: report, classification: "watch" },
      ...{ rationale: text.slice(0, 200), confidence: 0.5 },
    })
    .execute();
  const [batch, recommendation] = [newId("recommendationBatch"), newId("campaignRecommendation")];
  await tx
    .insertInto("recommendationBatches")
    .values({ tenantId, id: batch, campaignId: campaign, agent: "meta-ads-optimizer", status: "proposed" })
    .execute();
  await tx
    .insertInto("campaignRecommendations")
    .values({
      ...{ tenantId, id: recommendation, batchId: batch, action: "pause_ad", kind: "pause", externalId: "1" },
      ...{ title: "Only ours", fromValue: "active", toValue: "paused", why: text, expectedEffect: text },
      ...{ evidence: ["Only ours"], confidence: "high", risk: "low" },
    })
    .execute();
  const { id: siteFinding } = await tx
    .selectFrom("siteAuditFindings")
    .select("id")
    .where("tenantId", "=", tenantId)
    .where("siteAuditId", "=", siteAuditId)
    .executeTakeFirstOrThrow();
  const codeChange = newId("codeChange");
  await tx
    .insertInto("agentCodeChanges")
    .values({
      ...{ tenantId, id: codeChange, siteAuditId, findingIds: [siteFinding], title: "Only ours", body: text },
      ...{ status: "pending_review", contentHash: sha256(text) },
    })
    .execute();
  return {
    campaign,
    review,
    reviewResponse,
    searchTerm,
    campaignRecommendation: recommendation,
    recommendationBatch: batch,
    codeChange,
    siteFinding,
  };
}
