import { ask } from "#core/activity/ask.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { lastDays, measuredChannels, type Span } from "#core/metric/read.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AdPlatform, AdsAnalysisOrder } from "#schema/ads-analysis.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

/**
 * Orders an analysis of the paid campaigns. @returns its id
 * @throws channel.channel_disconnected without an ad account; plan.plan_limit; credits.insufficient_credits
 */
export const request = fn(AdsAnalysisOrder, async (wishes) => {
  require("insight.manage", "order analyses of ads");
  return transaction(async (tx) => {
    if (!(await hasAds(tx)))
      throw new AppError(
        "channel.channel_disconnected",
        "No ad account is connected. Connect Google Ads or Meta Ads first.",
      );
    return askFor(tx, wishes);
  });
});

/** What the clock does once a week for whoever pays for ads; one that waits or is at work is enough. */
export async function requestDue(): Promise<void> {
  await transaction(async (tx) => {
    const open = await tx
      .selectFrom("activities")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("type", "=", "ads_analysis")
      .where("status", "in", ["pending", "queued", "in_progress"])
      .limit(1)
      .executeTakeFirst();
    if (!open && (await hasAds(tx))) await askFor(tx, AdsAnalysisOrder.parse({}));
  });
}

/** The analysis of an activity; made when there is none yet. @returns its id */
export async function begin(tx: Tx, activityId: string, { from, to }: Span): Promise<string> {
  const known = await tx
    .selectFrom("adsAnalyses")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .forUpdate()
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId("adsAnalysis");
  await tx
    .insertInto("adsAnalyses")
    .values({ tenantId: tenant(), id, activityId, startOn: from, endOn: to, status: "queued" })
    .execute();
  await Effect.audit("ads_analysis.requested", subjectOf(id), { after: { from, to } });
  return id;
}

/** What the audit log calls an analysis. */
export function subjectOf(id: string) {
  return { type: "ads_analysis", id, label: "Ads analysis" };
}

async function askFor(tx: Tx, wishes: AdsAnalysisOrder): Promise<string> {
  const activityId = await ask(tx, { type: "ads_analysis", title: "Ads analysis", input: wishes });
  return begin(tx, activityId, lastDays(wishes.days));
}

/** True when an ad account is connected whose numbers are read. */
export async function hasAds(tx: Tx): Promise<boolean> {
  return (await measuredChannels(tx)).some(({ type }) => AdPlatform.safeParse(type).success);
}
