import type { AdsReport } from "#agents/ads-analyst.ts";
import { type Change, propose } from "#core/campaign/propose.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AdsRecommendation } from "#schema/ads-analysis.ts";
import { type Linked, linksByName } from "./links.ts";

type Said = AdsReport["recommendations"][number];
const agent = "ads-analyst";
const undecided = ["proposed", "dm_accepted", "client_approved"];

/** Puts before people what an account can be told, one batch for each linked campaign; says of all else why it stays advice. */
export async function proposeAll(tx: Tx, runId: string, said: readonly Said[]): Promise<AdsRecommendation[]> {
  const links = await linksByName(tx);
  const shown: AdsRecommendation[] = [];
  for (const one of said) {
    const link = links.get(one.externalId ?? "");
    const why = await whyNot(tx, one, link);
    if (why !== null || !link) {
      shown.push({ ...one, whyNot: why ?? "" });
      continue;
    }
    const { campaignId, mappingId } = link;
    const changes = [changeOf(one, link)];
    const batchId = await propose(tx, { campaignId, adCopyId: null, mappingId, agent, changes }, `agent:${runId}`);
    shown.push({ ...one, proposed: { campaignId, batchId } });
  }
  return shown;
}

async function whyNot(tx: Tx, { change, externalId }: Said, link: Linked | undefined): Promise<string | null> {
  if (!change) return externalId && !link ? unlinked : "It is for a person to carry out.";
  if (!link) return unlinked;
  if (change.action === "change_budget" && !link.dailyBudgetMinor) return "The account names no daily budget of it.";
  const waiting = await tx
    .selectFrom("recommendationBatches")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("mappingId", "=", link.mappingId)
    .where("agent", "=", agent)
    .where("status", "in", undecided)
    .executeTakeFirst();
  return waiting ? "A change of this campaign waits to be decided already." : null;
}

const unlinked = "No campaign at work here is linked to it, so it is for a person to carry out.";

function changeOf({ title, action: why, change, expectedEffect, confidence, risk }: Said, link: Linked): Change {
  const action = change?.action ?? "pause_ad";
  const now = link.dailyBudgetMinor ?? 0;
  const values =
    action === "change_budget"
      ? { from: String(now), to: String(Math.max(1, Math.round(now * (1 + (change?.percent ?? 0) / 100)))) }
      : { from: action === "pause_ad" ? "active" : "paused", to: action === "pause_ad" ? "paused" : "active" };
  return {
    ...{ action, externalId: link.externalId, title, ...values, risk, confidence, why: why.slice(0, 300) },
    expectedEffect: expectedEffect.slice(0, 300),
    evidence: [
      action === "change_budget"
        ? `Daily budget now: ${now}, smallest unit of ${link.currency ?? "its currency"}`
        : `It is ${link.status} now`,
    ],
  };
}
