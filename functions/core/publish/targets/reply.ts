import * as CustomerReview from "#core/customer-review/rows.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { ReplyPayload } from "#platform/channel/index.ts";
import { reviewMachine } from "#schema/customer-review.ts";
import { after, allows } from "#schema/machine.ts";
import type { Target } from "../target.ts";

const place = "google_business_profile";

/** Answers to reviews: each goes to the profile that its review was read from, and stands there under it. */
export const replyTarget: Target = {
  type: "review_response",
  target: "gbp",
  queue: "publish__gbp",
  publisher: "gbp-publisher",
  purpose: "replies",
  stages: ["dm"],
  find: async (tx, id) => {
    const row = await CustomerReview.lockedResponse(tx, id);
    const review = await CustomerReview.locked(tx, row.reviewId);
    return {
      ...{ id, title: CustomerReview.titleOf(review), status: row.status, version: row.version },
      ...{ contentHash: row.contentHash ?? "", channelId: review.channelId, activityId: null, publishAt: null },
    };
  },
  presentHash: async (tx, { id }) => {
    const row = await CustomerReview.lockedResponse(tx, id);
    return CustomerReview.hashOf(await CustomerReview.locked(tx, row.reviewId), row.body);
  },
  account: (_tx, { channelId }) => Promise.resolve(channelId),
  places: () => Promise.resolve([place]),
  payload: async (tx, { id, title }): Promise<ReplyPayload> => {
    const row = await CustomerReview.lockedResponse(tx, id);
    const { externalId } = await CustomerReview.locked(tx, row.reviewId);
    return { title, review: externalId, text: row.body };
  },
  maySend: (status) => status === "publishing",
  move: async (tx, { id }, verb) => {
    const row = await CustomerReview.lockedResponse(tx, id);
    switch (verb) {
      case "prepare":
        await CustomerReview.move(tx, row, row.status === "failed" ? "retry" : "release");
        return;
      case "begin":
      case "draft":
        return;
      case "confirm": {
        const postedAt = new Date();
        await CustomerReview.move(tx, row, row.status === "publishing" ? "post" : "confirm", { postedAt });
        const review = await CustomerReview.locked(tx, row.reviewId);
        const status = allows(reviewMachine, review.status, "answer")
          ? after(reviewMachine, review.status, "answer", "The review")
          : review.status;
        await tx
          .updateTable("reviews")
          .set({ status, reply: row.body, repliedAt: postedAt })
          .where("tenantId", "=", tenant())
          .where("id", "=", review.id)
          .execute();
        await Effect.audit("review_response.posted", CustomerReview.subject(row, review), {
          before: { status: review.status },
          after: { status },
        });
        return;
      }
      case "lose_track":
        if (row.status === "publishing") await CustomerReview.move(tx, row, "lose_track");
        return;
      case "fail":
        await CustomerReview.move(tx, row, "fail");
        return;
      case "drop":
        if (row.status === "publishing") await CustomerReview.move(tx, row, "fail");
    }
  },
};
