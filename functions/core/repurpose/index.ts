import { ask } from "#core/activity/ask.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import {
  type RepurposeBatch,
  RepurposeOrder,
  type RepurposePlatform,
  type RepurposeTarget,
  type RepurposeWish,
} from "#schema/repurpose.ts";
import { get } from "./read.ts";
import { approvedSource } from "./source.ts";

export { get, list } from "./read.ts";

const labels: Record<RepurposeTarget, string> = {
  social_post: "Post",
  carousel: "Carousel",
  thread: "Thread",
  email_newsletter: "Newsletter",
  landing_page: "Landing page",
  ad_copy: "Ads",
};

/**
 * Has other kinds of text made of one that the client approved: each is an activity of its own and fails alone.
 * @returns the batch
 * @throws request.not_found, approval.approval_required, plan.plan_limit, credits.insufficient_credits: nothing is begun then
 */
export async function request(order: RepurposeOrder): Promise<RepurposeBatch> {
  require("blog_post.publish", "repurpose content");
  const { sourceType, sourceId, targets } = RepurposeOrder.parse(order);
  return transaction(async (tx) => {
    const source = await approvedSource(tx, sourceType, sourceId);
    const id = newId("repurposeBatch");
    await tx
      .insertInto("repurposeBatches")
      .values({
        ...{ tenantId: tenant(), id, sourceType, sourceId, sourceVersion: source.version, status: "queued" },
        requestedBy: reference(),
      })
      .execute();
    await Effect.audit(
      "repurpose_batch.requested",
      { type: "repurpose_batch", id, label: source.title },
      { after: { sourceType, sourceId, targets: targets.length } },
    );
    for (const target of targets) await begin(tx, id, target, source.title);
    return get(id);
  });
}

async function begin(tx: Tx, batchId: string, { type, platform }: RepurposeWish, title: string): Promise<void> {
  const id = newId("repurposeItem");
  const place: RepurposePlatform | null = type === "thread" ? "x" : (platform ?? null);
  const activityId = await ask(tx, {
    type: "repurpose",
    title: `${labels[type]} from "${title}"`.slice(0, 200),
    platform: place,
    input: { repurposeItemId: id },
  });
  await tx
    .insertInto("repurposeItems")
    .values({
      ...{ tenantId: tenant(), id, repurposeBatchId: batchId, targetType: type, platform: place },
      ...{ activityId, status: "queued" },
    })
    .execute();
}
