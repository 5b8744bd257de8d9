import type { Failed } from "#agents/descriptor/index.ts";
import { groupsOf } from "#core/keyword/index.ts";
import * as Piece from "#core/piece/index.ts";
import { type Material, materialOf } from "#core/piece/material.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AdPlatform } from "#schema/ad-copy.ts";
import { type AgentName, CannotCompose } from "#schema/agent.ts";
import type { AdVariants, SearchAd } from "#schema/wording.ts";
import { fiveOf } from "./keywords.ts";

const platforms: Partial<Record<AgentName, AdPlatform>> = {
  "google-ads-writer": "google_ads",
  "meta-ads-writer": "meta_ads",
  "linkedin-ads-writer": "linkedin_ads",
};

/** What the writer of search ads gets: five keywords of the approved groups, the page, and what was said of the last set. */
export async function loadSearch(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const material = await materialOf(tx, "ad_copy", run);
    const { activity, owner, details, said } = material;
    return {
      campaignName: nameOf(material),
      landingPageUrl: pageOf(material),
      targetKeywords: fiveOf(await keywordsOf(tx, activity.id), material.topic, owner.name),
      ...details,
      ...said,
    };
  });
}

/** What the writers of variants get: the offer, the page, and what was said of the last set. */
export async function loadVariants(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const material = await materialOf(tx, "ad_copy", run);
    const { details, said, topic } = material;
    return {
      campaignName: nameOf(material),
      landingPageUrl: pageOf(material),
      offer: topic.slice(0, 300).padEnd(3, "."),
      ...details,
      ...said,
    };
  });
}

/** Stores the set; its activity is done, and it waits for the agency and the client before it may be pushed. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<SearchAd | AdVariants>): Promise<void> {
  const material = await materialOf(tx, "ad_copy", run);
  const { details } = material;
  const objective = details["campaignGoal"] ?? details["objective"];
  const content = {
    platform: platforms[run.agent] ?? "google_ads",
    name: nameOf(material),
    objective: typeof objective === "string" ? objective : "leads",
    finalUrl: "finalUrl" in data ? data.finalUrl : pageOf(material),
    payload: data,
  };
  await Piece.storeDraft(tx, "ad_copy", run, { content, claims: [] });
}

/** A set that was being written anew fails; the activity fails with its first one. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  await Piece.failed(tx, "ad_copy", run);
  await giveUpActivity(tx, run, code, message);
}

function nameOf({ activity, details }: Material): string {
  const { campaignName = activity.title } = details;
  return String(campaignName).slice(0, 100).padEnd(3, ".");
}

function pageOf({ owner, details }: Material): string {
  const { landingPageUrl = owner.websiteUrl } = details;
  if (typeof landingPageUrl !== "string")
    throw new CannotCompose("An ad leads to a page; set the address of the company's site first.");
  return landingPageUrl;
}

async function keywordsOf(tx: Tx, activityId: string): Promise<string[]> {
  const clusters = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.dependsOnId"),
    )
    .select("a.id")
    .where("d.tenantId", "=", tenant())
    .where("d.activityId", "=", activityId)
    .where("a.type", "=", "keyword_cluster")
    .execute();
  const groups = [];
  for (const { id } of clusters) groups.push(...(await groupsOf(tx, id)));
  return groups.flatMap(({ keywords }) => keywords);
}
