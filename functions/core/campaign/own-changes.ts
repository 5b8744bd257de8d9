import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { Tx } from "#platform/db.ts";
import { makerOfAction, type OptimiserAction } from "#schema/campaign-results.ts";
import { coverOf } from "./cover.ts";
import { levers } from "./levers.ts";
import { changed, hashOf, own, set, subject } from "./own.ts";
import { batch, changesOf, setChange, settle } from "./recommend.ts";
import { renewWaiting } from "./waiting.ts";

/** What stands in the campaign itself, and was approved with it. */
const partsOfCampaign: readonly OptimiserAction[] = ["set_campaign_budget", "change_delay", "change_text"];

/**
 * Makes those changes of a batch that are made here, now that agency and client have agreed on them. What stands otherwise than when
 * they did is left as it is. The campaign that comes of it is approved with the batch, word for word.
 */
export async function make(tx: Tx, batchId: string): Promise<void> {
  const row = await batch(tx, batchId);
  if (row.status !== "client_approved" || !row.campaignId) return;
  const before = await own(tx, row.campaignId);
  const cover = await coverOf(tx, row.campaignId);
  const wasCovered = cover !== undefined && cover.contentHash === (await hashOf(tx, before));
  let isOther = false;
  for (const change of await changesOf(tx, batchId)) {
    if (change.status !== "open" || makerOfAction[change.action] !== "here") continue;
    const outcome = (await levers[change.action]?.(tx, before, change)) ?? null;
    await setChange(
      tx,
      change.id,
      outcome ? { status: "failed", outcome } : { status: "applied", appliedAt: new Date() },
    );
    if (outcome) continue;
    isOther ||= partsOfCampaign.includes(change.action);
    await Effect.audit(
      "recommendation.applied",
      { type: "recommendation", id: change.id, label: change.title },
      { before: { value: change.from }, after: { value: change.to } },
    );
  }
  if (isOther) {
    await set(tx, before.id, { version: before.version + 1 });
    const fresh = await own(tx, before.id);
    const contentHash = await hashOf(tx, fresh);
    const decided = await Approval.ofVersion(tx, { type: "recommendation_batch", id: batchId }, row.version, "client");
    if (wasCovered && decided)
      await Approval.follow(tx, decided, {
        kind: "campaign",
        ...{ subject: { ...subject(fresh), title: fresh.name }, version: fresh.version, contentHash },
      });
    await renewWaiting(tx, fresh, contentHash);
    await changed(fresh);
    if (fresh.budgetMinor !== before.budgetMinor)
      await Effect.audit("campaign.budget_changed", subject(fresh), {
        ...{ before: { budgetMinor: before.budgetMinor }, after: { budgetMinor: fresh.budgetMinor } },
      });
  }
  await settle(tx, { ...row, status: "client_approved" });
}
