import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { AgentName } from "#schema/agent.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import type { PieceItem } from "#schema/piece.ts";
import { plannedMonth } from "#tests/core/social/month.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { ok } from "#tests/support/api.ts";
import { decide, settle, waitingFor } from "#tests/support/pieces.ts";
import type { TestTenant } from "#tests/support/tenant.ts";
import { activity, campaign, type Order } from "./work.ts";

const subject = { subject: "How to rewire a table lamp at home" };
const text = [
  "Lamp care begins with a look at the cord. In 2009 this was told to every buyer.",
  "## The cord",
  "A cord is checked by hand. Bend it gently along its whole length.",
  "## What about the shade?",
  "A dry cloth is enough for most shades.",
].join("\n\n");

const wordy = "A lamp needs a cable. It needs a plug too. And it needs a switch. All three are easy to find.";

/** A post that people wrote. @returns its path */
async function post(tenant: TestTenant, status: string, body = text): Promise<string> {
  const id = newId("blogPost");
  const written = {
    title: "Lamp care for old and new lamps",
    body,
    metaDescription: "All about lamp care at home.",
  };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("blogPosts")
      .values({
        ...{ tenantId: tenant.id, id, slug: "lamp-care", status, version: 1, targetKeyword: "lamp care", ...written },
        publishedAt: new Date("2024-03-01T00:00:00Z"),
      })
      .execute();
    await tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "blog_post", subjectId: id, version: 1 },
        ...{ content: JSON.stringify({ ...written, targetKeyword: "lamp care" }), sha256: sha256(id) },
        ...{ author: "system:test", authorKind: "human" },
      })
      .execute();
  });
  return `/tenant/v1/blog-posts/${id}`;
}

async function approvedNewsletter(tenant: TestTenant): Promise<string | undefined> {
  await activity("email_newsletter", subject)(tenant);
  await settle(tenant);
  for (const stage of ["dm", "client"] as const) {
    const item: ApprovalItem = await waitingFor(tenant, "newsletter", stage);
    const who = stage === "dm" ? tenant.people.DM : tenant.people.CA;
    await decide(who, item, "approve");
  }
  const { items } = await ok<{ items: PieceItem[] }>(tenant.people.TM, "GET", "/tenant/v1/newsletters");
  return items[0]?.id;
}

/** Work of those who write. */
export const writers: Partial<Record<AgentName, Order>> = {
  "keyword-researcher": activity("keyword_cluster", subject),
  "content-brief-writer": orderedRun,
  "blog-writer": orderedRun,
  "content-critic": orderedRun,
  "gbp-post-writer": activity("gbp_post", subject),
  "social-calendar-planner": (tenant) => plannedMonth(tenant, ["instagram", "linkedin"]),
  "social-post-writer": (tenant) => plannedMonth(tenant, ["facebook"]),
  "email-writer": activity("email_newsletter", subject),
  "landing-page-writer": activity("landing_page", subject),
  "google-ads-writer": activity("google_ads_copy", subject),
  "meta-ads-writer": activity("meta_ads_copy", subject),
  "linkedin-ads-writer": activity("linkedin_ads_copy", subject),
  "content-repurposer": async (tenant) => {
    const targets = ["google_ads", "linkedin_ads"].map((platform) => ({ type: "ad_copy", platform }));
    const body = { sourceType: "newsletter", sourceId: await approvedNewsletter(tenant), targets };
    return ok(tenant.people.TA, "POST", "/tenant/v1/repurpose", { body });
  },
  "blog-ai-agent": async (tenant) =>
    ok(tenant.people.TM, "POST", `${await post(tenant, "dm_review", wordy)}/assist`, {
      body: { action: "shorten", instruction: "Make it shorter." },
    }),
  "content-auditor": async (tenant) =>
    ok(tenant.people.TA, "POST", `${await post(tenant, "published")}/audit`, { body: {} }),
  "content-optimizer": async (tenant) =>
    ok(tenant.people.TM, "POST", `${await post(tenant, "dm_review")}/score`, { body: { method: "full" } }),
  "topic-researcher": ({ people }) =>
    ok(people.TM, "POST", "/tenant/v1/research-notes/topics", {
      body: { count: 10, preferredAngles: ["table lamps"] },
    }),
  "research-note-writer": activity("research_notes", { ...subject, sequence: 1 }),
  "review-campaign-writer": async (tenant) => {
    const path = await campaign(tenant, { type: "review_generation", goal: "reviews", channels: ["email", "sms"] });
    const body = {
      ...{ target: "google_business_profile", reviewUrl: "https://g.example/r/pier", locationName: "The Pier" },
      audienceSize: 240,
    };
    return ok(tenant.people.DM, "POST", `${path}/review-requests`, { body });
  },
};
