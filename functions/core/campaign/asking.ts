import type { RequestMessages } from "#agents/review-campaign-writer.ts";
import { ask } from "#core/activity/ask.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type CampaignMessage, ReviewAsking, type ReviewRequests } from "#schema/review-campaign.ts";
import { demandOpen } from "./brief.ts";
import { renewed } from "./edit.ts";
import { messagesOf, own, planned, subject } from "./own.ts";

/** Says how customers are asked for reviews, and has the messages written. @returns the activity's id */
export async function generate(campaignId: string, input: ReviewAsking): Promise<string> {
  require("activity.steer", "have requests for reviews written");
  const asking = ReviewAsking.parse(input);
  return transaction(async (tx) => {
    const row = await planned(tx, campaignId, false);
    demandOpen(row);
    if (row.type !== "review_generation")
      throw new AppError("request.illegal_transition", "Only a campaign for reviews asks for reviews.");
    const activityId = await ask(tx, { type: "review_campaign", title: row.name, input: { campaignId } });
    await tx
      .insertInto("reviewCampaigns")
      .values({ tenantId: tenant(), id: newId("reviewCampaign"), campaignId, ...asking })
      .onConflict((conflict) => conflict.columns(["tenantId", "campaignId"]).doUpdateSet(asking))
      .execute();
    return activityId;
  });
}

/** What the writer gets: where reviews are written, on which channels customers are asked, and in which tone. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const { input } = await Activity.locked(tx, run.activityId ?? "");
    const row = await own(tx, String(input["campaignId"]), false);
    const asking = await askingOf(tx, row.id);
    if (!asking) throw new CannotCompose("Nobody has said where the reviews are to be written.");
    const { locationName, reviewUrl, tone, audienceSize } = asking;
    return { channels: row.channels, locationName, reviewUrl, tone, audienceSize };
  });
}

/** Puts the messages in the place of those before; they are decided with the campaign. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<RequestMessages>): Promise<void> {
  const activityId = run.activityId ?? "";
  const { input } = await Activity.locked(tx, activityId);
  const row = await own(tx, String(input["campaignId"]));
  if (row.status === "draft" || row.status === "dm_review") {
    await tx.deleteFrom("campaignMessages").where("tenantId", "=", tenant()).where("campaignId", "=", row.id).execute();
    for (const [at, { channel, delayHours, subject: line, body }] of data.messages.entries())
      await tx
        .insertInto("campaignMessages")
        .values({
          ...{ tenantId: tenant(), id: newId("campaignMessage"), campaignId: row.id, stepOrder: at + 1 },
          ...{ channel, delayHours, subject: line ?? null, body, runId: run.id },
        })
        .execute();
    await Effect.audit("campaign.messages_set", subject(row), { after: { messages: data.messages.length } });
    await renewed(tx, row.id);
  }
  await Activity.finish(tx, activityId, "finish", { campaignId: row.id, messages: data.messages.length });
}

/** How customers are asked, and with which words. */
export async function read(campaignId: string): Promise<ReviewRequests> {
  require("campaign.read", "see requests for reviews");
  return transaction(async (tx) => {
    await own(tx, campaignId, false);
    const messages = (await messagesOf(tx, campaignId)) as CampaignMessage[];
    return { asking: ((await askingOf(tx, campaignId)) ?? null) as ReviewRequests["asking"], messages };
  });
}

/** How customers are asked; undefined before anybody said so. */
export async function askingOf(tx: Tx, campaignId: string) {
  return tx
    .selectFrom("reviewCampaigns")
    .select(["target", "reviewUrl", "locationName", "tone", "audienceSize", "throttlePerDay", "minDaysBetweenAsks"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
}
