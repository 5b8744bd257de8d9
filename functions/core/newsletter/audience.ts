import { type Audience, reachOf } from "#core/contact/readers.ts";
import { postalAddressOf } from "#core/letter/index.ts";
import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { SegmentFilter } from "#schema/contact.ts";
import { notFound } from "#schema/errors.ts";
import type { NewsletterSending } from "#schema/newsletter.ts";

/** Whom a newsletter goes to, and how far its sending came. */
export async function sending(newsletterId: string): Promise<NewsletterSending> {
  require("lead.edit", "see whom a newsletter goes to");
  return transaction(async (tx) => {
    const row = await rowOf(tx, newsletterId);
    const audience = audienceIn(row);
    return {
      ...{ audience: audience.audience, segmentName: (row.segment as { name?: string }).name ?? null },
      ...(await reachOf(tx, audience)),
      ...{ postalAddress: await postalAddressOf(tx), sendAt: iso(row.sendAt), sentAt: iso(row.sentAt) },
      ...{ recipients: row.recipientCount, unsubscribed: row.unsubscribed, bounced: row.bounced },
    };
  });
}

/** The audience that was approved with a newsletter. */
export async function audienceOf(tx: Tx, newsletterId: string): Promise<Audience> {
  return audienceIn(await rowOf(tx, newsletterId));
}

function audienceIn({ audience, segment }: Awaited<ReturnType<typeof rowOf>>): Audience {
  const { filter } = segment as { filter?: unknown };
  return {
    audience: audience as Audience["audience"],
    filter: filter === undefined ? undefined : SegmentFilter.parse(filter),
  };
}

async function rowOf(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("emailNewsletters")
    .select(["audience", "segment", "sendAt", "sentAt", "recipientCount", "unsubscribed", "bounced"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound("Newsletter", id);
  return row;
}
