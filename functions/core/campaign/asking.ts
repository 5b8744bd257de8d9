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
import { changed, messagesOf, own, planned, subject } from "./own.ts";
import { placeOfReviews } from "./review-place.ts";

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
    const row = await own(tx, await campaignOf(tx, await Activity.locked(tx, run.activityId ?? "")), false);
    const asking = await askingOf(tx, row.id);
    if (!asking) throw new CannotCompose("Nobody has said where the reviews are to be written.");
    const { locationName, reviewUrl, tone, audienceSize } = asking;
    return { channels: row.channels, locationName, reviewUrl, tone, audienceSize };
  });
}

// Ordered by a month, they go into a campaign that waits for its brief, else into one of their own.
async function campaignOf(tx: Tx, { id: activityId, title, input, dueAt }: Activity.Row): Promise<string> {
  if (typeof input["campaignId"] === "string") return input["campaignId"];
  const asking = await placeOfReviews(tx);
  if (!asking) throw new CannotCompose("No account is connected whose address for reviews is known.");
  const open = await tx
    .selectFrom("campaigns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "review_generation")
    .where("status", "=", "draft")
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const id = open?.id ?? (await begin(tx, `${title.slice(0, 80)}, ${(dueAt ?? new Date()).toISOString().slice(0, 7)}`));
  await tx
    .insertInto("reviewCampaigns")
    .values({ tenantId: tenant(), id: newId("reviewCampaign"), campaignId: id, ...asking })
    .onConflict((conflict) => conflict.columns(["tenantId", "campaignId"]).doNothing())
    .execute();
  await tx
    .updateTable("activities")
    .set((eb) => ({ campaignId: id, input: eb("input", "||", JSON.stringify({ campaignId: id })) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .execute();
  return id;
}

async function begin(tx: Tx, wanted: string): Promise<string> {
  const taken = await tx
    .selectFrom("campaigns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("name", "=", wanted)
    .executeTakeFirst();
  const id = newId("campaign");
  const name = taken ? `${wanted} ${id.slice(-6)}` : wanted;
  const said = { type: "review_generation", goal: "reviews", status: "draft", channels: ["email"] };
  await tx
    .insertInto("campaigns")
    .values({ tenantId: tenant(), id, name, ...said })
    .execute();
  await Effect.audit("campaign.created", subject({ id, name }), { after: { type: said.type } });
  await changed({ id, status: "draft", version: 1 });
  return id;
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
