import * as CustomerReviews from "#core/customer-review/sync.ts";
import { order } from "#core/run/order.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { LeadDetail } from "#schema/lead.ts";
import { ok } from "#tests/support/api.ts";
import { dayAgo } from "#tests/support/days.ts";
import { lookedAt } from "#tests/support/furnish-site.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";
import { account, activity, campaign, type Order } from "./work.ts";

/** A campaign that is linked to one of a platform. @returns its path */
async function linked(tenant: TestTenant, platform: string, id: string): Promise<string> {
  const path = await campaign(tenant, { type: "paid_ads", channels: [platform] });
  const channelId = await account(tenant, platform, id);
  const body = { platform, channelId, externalCampaignId: `${Date.now()}` };
  await ok(tenant.people.DM, "POST", `${path}/link-external`, { body });
  return path;
}

const optimised = async (tenant: TestTenant, path: string, agent: AgentName) =>
  ok(tenant.people.DM, "POST", `${path}/optimisations/run`, { body: { agent } });

/** Two days of results that people brought. */
async function results(tenant: TestTenant, path: string, kind: string, names: readonly string[]): Promise<void> {
  const rows = names.flatMap((externalId, at) =>
    [1, 2].map((before) => ({
      ...{ kind, externalId, name: externalId, measuredOn: dayAgo(before), reached: 40 },
      ...{ answered: at * 16, won: at * 8 },
    })),
  );
  await ok(tenant.people.DM, "PUT", `${path}/results`, { body: { results: rows } });
}

/** A prospect of a campaign. */
async function prospect(tenant: TestTenant, contact: object): Promise<string> {
  const key = tenant.slug;
  const [id, campaignId] = [newId("backlink"), newId("campaign")];
  const outreach = { type: "email_outreach", name: "Links to lamps", goal: "traffic", status: "draft" };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("campaigns")
      .values({ tenantId: tenant.id, id: campaignId, ...outreach })
      .execute();
    await tx
      .insertInto("backlinks")
      .values({
        ...{ tenantId: tenant.id, id, campaignId, sourceDomain: `a-${key}.example` },
        ...{ targetUrl: "https://lamps.example/", sourceType: "outreach", outreachStatus: "prospecting", ...contact },
        ...{ prospectType: "resource-page", pitchRationale: "Their page of links leads readers to more on lamps." },
      })
      .execute();
  });
  await lookedAt(`a-${key}.example`, `Write to editor@a-${key}.example`, [`editor@a-${key}.example`]);
  return id;
}

const ordered = (tenant: TestTenant, agent: AgentName, type: string, id: string) =>
  as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const blocked = await order(tx, { agent, subject: { type, id }, version: 1, priority: "normal" });
      if (blocked) throw new Error(`${agent} is blocked by ${blocked}`);
    }),
  );

async function lead(tenant: TestTenant): Promise<string> {
  const domain = `${tenant.slug}.example`;
  const facts = `https://${domain}/\nWe are a team of 25 in Portugal. Retail is our trade.\n\nhttps://${domain}/about\n`;
  await lookedAt(domain, facts);
  const body = { email: `ana@${domain}`, firstName: "Ana", company: "Buyer Works", message: "Any lamps?" };
  return (await ok<LeadDetail>(tenant.people.TM, "POST", "/tenant/v1/leads", { body })).id;
}

/** Work on campaigns, prospects, reviews and leads. */
export const campaigns: Partial<Record<AgentName, Order>> = {
  "campaign-brief-writer": async (tenant) => {
    const budget = { amountMinor: 250_000, currency: "USD" };
    const path = await campaign(tenant, { type: "paid_ads", channels: ["google_ads", "meta_ads"], budget });
    return ok(tenant.people.DM, "POST", `${path}/generate-brief`, { body: { notes: "Lamps to read by at night." } });
  },
  "audience-analyst": async (tenant) => {
    const path = await campaign(tenant, { type: "paid_ads", channels: ["google_ads", "meta_ads"] });
    await ok(tenant.people.DM, "POST", `${path}/generate-brief`, { body: {} });
    await workAll(tenant);
    return ok(tenant.people.DM, "POST", `${path}/generate-audience`);
  },
  "search-term-classifier": async (tenant) =>
    ok(tenant.people.DM, "POST", `${await linked(tenant, "google_ads", "customers/1234567890")}/search-terms/classify`),
  "meta-ads-optimizer": async (tenant) =>
    optimised(tenant, await linked(tenant, "meta_ads", "act_555"), "meta-ads-optimizer"),
  "linkedin-ads-optimizer": async (tenant) =>
    optimised(tenant, await linked(tenant, "linkedin_ads", "512345678"), "linkedin-ads-optimizer"),
  "seo-outreach-optimizer": async (tenant) => {
    const path = await campaign(tenant, { type: "seo_outreach", goal: "traffic", channels: ["email"] });
    await results(tenant, path, "prospect_type", ["resource page", "guest post"]);
    return optimised(tenant, path, "seo-outreach-optimizer");
  },
  "review-campaign-optimizer": async (tenant) => {
    const path = await campaign(tenant, { type: "review_generation", goal: "reviews", channels: ["email", "sms"] });
    await results(tenant, path, "channel", ["email", "sms"]);
    return optimised(tenant, path, "review-campaign-optimizer");
  },
  "backlink-researcher": activity("backlinks"),
  "website-crawler": async (tenant) => ordered(tenant, "website-crawler", "backlink", await prospect(tenant, {})),
  "backlink-outreach-writer": async (tenant) => {
    const contact = { contactEmail: `editor@a-${tenant.slug}.example` };
    return ordered(tenant, "backlink-outreach-writer", "backlink", await prospect(tenant, contact));
  },
  "opportunity-matcher": async (tenant) => {
    await asPlatform(async (tx) => {
      await tx.updateTable("tenants").set({ industry: "lamp making" }).where("id", "=", tenant.id).execute();
      const terms = { category: "business_directory", linkType: "dofollow", cost: "free", region: "US" };
      const place = { name: `Makers ${tenant.slug}`, url: `https://makers-${tenant.slug}.example/` };
      await tx
        .insertInto("backlinkDirectories")
        .values({ id: newId("backlinkDirectory"), ...place, ...terms, industries: ["lamp making"], domainRating: 100 })
        .execute();
    });
    return ok(tenant.people.DM, "POST", "/tenant/v1/backlinks/match");
  },
  "review-response-writer": async (tenant) => {
    await account(tenant, "google_business_profile", "accounts/100/locations/200");
    return as(machine(tenant.id), CustomerReviews.poll);
  },
  "lead-enricher": async (tenant) => ok(tenant.people.TM, "POST", `/tenant/v1/leads/${await lead(tenant)}/enrich`),
  "lead-followup-writer": async (tenant) =>
    ok(tenant.people.TM, "POST", `/tenant/v1/leads/${await lead(tenant)}/emails/draft`, {
      body: { purpose: "first_touch" },
    }),
};
