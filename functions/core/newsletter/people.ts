import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Recipient, RecipientFilter, Subscriber, SubscriberInput } from "#schema/newsletter.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

/** Adds people who asked for the newsletter. Whoever is or was among them stays as they are. @returns how many are new */
export async function subscribe({ items }: z.output<typeof SubscriberInput>): Promise<number> {
  require("lead.edit", "add subscribers");
  return transaction(async (tx) => {
    const rows = await tx
      .insertInto("newsletterSubscribers")
      .values(
        items.map(({ email, firstName, kind }) => ({
          ...{ tenantId: tenant(), id: newId("newsletterSubscriber"), email: email.toLowerCase(), kind },
          ...{ firstName: firstName ?? null, createdBy: reference() },
        })),
      )
      .onConflict((conflict) => conflict.columns(["tenantId", "email"]).doNothing())
      .returning("id")
      .execute();
    const [first] = rows;
    if (first)
      await Effect.audit(
        "newsletter.subscribers_added",
        { type: "newsletter_subscriber", id: first.id, label: "Subscribers" },
        { after: { count: rows.length } },
      );
    return rows.length;
  });
}

/** Who asked for the newsletter, newest first. */
export async function subscribers({ limit, cursor }: PageQuery): Promise<Page<Subscriber>> {
  require("lead.edit", "see subscribers");
  const scope = JSON.stringify(["subscribers", tenant()]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("newsletterSubscribers")
      .select(["id", "email", "firstName", "kind", "subscribedAt", "unsubscribedAt"])
      .where("tenantId", "=", tenant())
      .$if(position !== undefined, (query) => query.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  const items = page.rows.map(({ subscribedAt, unsubscribedAt, kind, ...row }) => ({
    ...{ ...row, kind: kind as Subscriber["kind"] },
    ...{ subscribedAt: iso(subscribedAt), unsubscribedAt: iso(unsubscribedAt) },
  }));
  return { items, nextCursor: page.nextCursor };
}

/** Each person's copy of a newsletter, in the order in which they were sent. */
export async function recipients(
  newsletterId: string,
  { limit, cursor, status }: z.output<typeof RecipientFilter>,
): Promise<Page<Recipient>> {
  require("lead.edit", "see recipients");
  const scope = JSON.stringify(["recipients", tenant(), newsletterId, status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const known = await tx
      .selectFrom("emailNewsletters")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("id", "=", newsletterId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!known) throw notFound("Newsletter", newsletterId);
    const rows = await tx
      .selectFrom("newsletterRecipients")
      .select(["id", "email", "status", "skipReason", "sentAt"])
      .where("tenantId", "=", tenant())
      .where("newsletterId", "=", newsletterId)
      .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
      .$if(position !== undefined, (query) => query.where("id", ">", position?.[0] ?? ""))
      .orderBy("id")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    const items = page.rows.map((row) => ({
      ...row,
      status: row.status as Recipient["status"],
      sentAt: iso(row.sentAt),
    }));
    return { items, nextCursor: page.nextCursor };
  });
}
