import { begin, locked, move } from "#core/customer-review/rows.ts";
import { openApproval, write } from "#core/customer-review/write.ts";
import type { DemoReach } from "#localstack/demo/reach/shape.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { moment } from "./days.ts";

/** Reviews of a Business Profile whose sign-in rests, so that no clock reads it anew, the oldest first; some answers wait for the agency. */
export async function plantReviews(tx: Tx, tenantId: string, { slug, reviews }: DemoReach): Promise<void> {
  const channelId = newId("channel");
  await tx
    .insertInto("connectedChannels")
    .values({
      ...{ tenantId, id: channelId, type: "google_business_profile", name: "Business Profile", status: "paused" },
      ...{ connectedAt: moment(-120), url: `https://maps.test/${slug}` },
    })
    .execute();
  for (const [at, { draft, reply, day, flags = [], ...review }] of reviews.toReversed().entries()) {
    const id = newId("review");
    await tx
      .insertInto("reviews")
      .values({
        ...{ tenantId, id, channelId, ...review, flags, externalId: `${slug}-${at}` },
        ...{ source: "google_business_profile", reviewedAt: moment(day) },
        sentiment: review.rating > 3 ? "positive" : review.rating < 3 ? "negative" : "neutral",
        ...(reply ? { reply, repliedAt: moment(day + 1), status: "answered" } : {}),
      })
      .execute();
    if (!draft) continue;
    const row = await begin(tx, id);
    const written = await write(tx, { row, review: await locked(tx, id) }, draft, { kind: "human", runId: null });
    await openApproval(tx, await move(tx, written, "submit"), [], reference());
  }
}
