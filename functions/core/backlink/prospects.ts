import type { ProspectList } from "#agents/backlink-researcher.ts";
import * as Activity from "#core/activity/index.ts";
import * as Campaign from "#core/campaign/index.ts";
import { hostOf, siteOf } from "#core/crawl/domain.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { dispatch } from "#core/run/dispatch.ts";
import type { Product } from "#core/run/outcomes.ts";
import { suppressedDomains } from "#core/suppression/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { quietDays } from "#schema/backlink.ts";
import { newId } from "#schema/ids.ts";
import { assetsOf } from "./assets.ts";

const scoreMin = 5;
const excludedMax = 500;

/** What the researcher gets: the client, its pages that are worth a link, and whom it leaves alone. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "industry", "websiteUrl"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    if (!owner.websiteUrl) throw new CannotCompose("The client has no site yet that others could link to.");
    const { maxProspects, focusTypes } = activity.input as { maxProspects?: number; focusTypes?: string[] };
    return {
      clientDomain: hostOf(owner.websiteUrl),
      clientNiche: (owner.industry ?? owner.name).slice(0, 120).padEnd(3, "."),
      contentAssets: await assetsOf(tx, { url: owner.websiteUrl, name: owner.name }),
      excludeDomains: await leftAlone(tx),
      ...(maxProspects ? { maxProspects } : {}),
      ...(focusTypes ? { focusTypes } : {}),
    };
  });
}

/** Keeps the prospects in a campaign of their own and has each site looked at for a contact; without any the work is done. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ProspectList>): Promise<void> {
  const activityId = run.activityId ?? "";
  const activity = await Activity.locked(tx, activityId);
  const barred = new Set([...(await leftAlone(tx)), ...(await ownSite(tx))]);
  const known = await pairsAmong(
    tx,
    data.prospects.map(({ sourceDomain }) => sourceDomain),
  );
  const prospects = data.prospects.filter(
    ({ relevanceScore, sourceDomain, targetAssetUrl }) =>
      relevanceScore >= scoreMin &&
      !barred.has(siteOf(sourceDomain)) &&
      !known.has(`${sourceDomain} ${targetAssetUrl}`),
  );
  if (prospects.length === 0)
    return Activity.finish(tx, activityId, "finish", { note: "No site was found that fits." });
  const campaignId = await Campaign.createOutreach(tx, {
    name: `Outreach ${activity.ref}`,
    totalEmails: prospects.length,
    activityId,
    runId: run.id,
  });
  for (const prospect of prospects) {
    const id = newId("backlink");
    const { sourceDomain, sourceUrl, prospectType, relevanceScore, pitchRationale, domainRating } = prospect;
    await tx
      .insertInto("backlinks")
      .values({
        ...{ tenantId: tenant(), id, campaignId, runId: run.id, outreachStatus: "prospecting" },
        ...{ sourceDomain, prospectType, relevanceScore, pitchRationale, targetUrl: prospect.targetAssetUrl },
        sourceType: prospectType === "competitor-backlink" ? "competitor_gap" : "outreach",
        sourceUrl: sourceUrl ?? null,
        domainRating: domainRating ?? null,
      })
      .execute();
    await Effect.audit("backlink.found", { type: "backlink", id, label: sourceDomain }, { after: { relevanceScore } });
    const subject = { type: "backlink", id };
    await dispatch(tx, { agent: "website-crawler", subject, version: 1, wakeReason: "new_task", priority: "normal" });
  }
}

async function ownSite(tx: Tx): Promise<string[]> {
  const { websiteUrl } = await tx
    .selectFrom("tenants")
    .select("websiteUrl")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  return websiteUrl ? [siteOf(websiteUrl)] : [];
}

// Links that were looked for before, by where they would stand and where they would lead.
async function pairsAmong(tx: Tx, domains: readonly string[]): Promise<Set<string>> {
  if (domains.length === 0) return new Set();
  const rows = await tx
    .selectFrom("backlinks")
    .select(["sourceDomain", "targetUrl"])
    .where("tenantId", "=", tenant())
    .where("sourceDomain", "in", domains)
    .execute();
  return new Set(rows.map(({ sourceDomain, targetUrl }) => `${sourceDomain} ${targetUrl}`));
}

// The sites of whoever is a prospect already, was written to in the last half year, has declined, or wants no mail of the client's.
async function leftAlone(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("backlinks")
    .select("sourceDomain")
    .distinct()
    .where("tenantId", "=", tenant())
    .where("outreachStatus", "is not", null)
    .where((eb) =>
      eb.or([
        eb("outreachStatus", "!=", "no_response"),
        eb("outreachSentAt", ">=", new Date(Date.now() - quietDays * 86_400_000)),
      ]),
    )
    .limit(excludedMax)
    .execute();
  const sites = [...(await suppressedDomains(tx)), ...rows.map(({ sourceDomain }) => sourceDomain)].map(siteOf);
  return [...new Set(sites)].slice(0, excludedMax);
}
