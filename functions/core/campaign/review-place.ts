import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { ReviewAsking } from "#schema/review-campaign.ts";

const toneMax = 120;

/**
 * Where customers would be asked for a review, and how, as far as the accounts of the client say it: at its business profile, else on
 * its page at Facebook. Undefined without such an account, or where its address for reviews is not known.
 */
export async function placeOfReviews(tx: Tx): Promise<ReviewAsking | undefined> {
  const channels = await tx
    .selectFrom("connectedChannels")
    .select(["type", "name", "subChannelInfo"])
    .where("tenantId", "=", tenant())
    .where("type", "in", ["google_business_profile", "facebook"])
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .orderBy("type", "desc")
    .orderBy("id")
    .execute();
  for (const { type, name, subChannelInfo } of channels) {
    const { id, metadata } = subChannelInfo as { id?: string; metadata?: { reviewUrl?: string } };
    const reviewUrl = type === "facebook" ? id && `https://www.facebook.com/${id}/reviews` : metadata?.reviewUrl;
    const asking = ReviewAsking.safeParse({
      ...{ target: type, reviewUrl, locationName: name.slice(0, 120), tone: await toneOf(tx) },
      audienceSize: Math.max(1, await customersOf(tx)),
    });
    if (asking.success) return asking.data;
  }
  return undefined;
}

async function toneOf(tx: Tx): Promise<string> {
  const row = await tx.selectFrom("brandVoices").select("tone").where("tenantId", "=", tenant()).executeTakeFirst();
  return (row?.tone ?? []).join(", ").slice(0, toneMax);
}

// Customers whom an e-mail would reach.
async function customersOf(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom("contacts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("type", "=", "customer")
    .where("email", "is not", null)
    .where("suppressed", "is", null)
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
