import { type Sight, shownOf } from "#core/lead/sight.ts";
import { iso, like as likeOf } from "#core/page/index.ts";
import { tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import type { Contact, ContactExport, Subscription } from "#schema/contact.ts";

/** The people in sight, as the leads that they are: whoever is no lead is seen by all who see leads at all. */
export function people(tx: Tx, { rows, userId }: Sight) {
  return tx
    .selectFrom("contacts as c")
    .selectAll("c")
    .where("c.tenantId", "=", tenant())
    .where("c.deletedAt", "is", null)
    .$if(rows === "none", (query) => query.where("c.id", "=", ""))
    .$if(rows === "own" || rows === "assigned", (query) =>
      query.where((eb) => {
        const leads = eb
          .selectFrom("leads as l")
          .select("l.id")
          .whereRef("l.tenantId", "=", "c.tenantId")
          .whereRef("l.contactId", "=", "c.id")
          .where("l.deletedAt", "is", null);
        const theirs = leads.where((of) =>
          rows === "own"
            ? of("l.assignedTo", "=", userId)
            : of.or([of("l.assignedTo", "=", userId), of("l.assignedTo", "is", null)]),
        );
        return eb.or([eb.not(eb.exists(leads)), eb.exists(theirs)]);
      }),
    );
}

/** Those of the people that a filter means. */
export function filtered(query: ReturnType<typeof people>, { type, subscription, tag, q }: ContactExport) {
  const like = likeOf(q);
  return query
    .$if(type !== undefined, (some) => some.where("c.type", "in", type ?? []))
    .$if(tag !== undefined, (some) => some.where(sql<boolean>`${tag ?? ""} = any(c.tags)`))
    .$if(subscription === "subscribed", (some) => some.where("c.isSubscriber", "=", true))
    .$if(subscription === "unsubscribed", (some) => some.where("c.unsubscribedAt", "is not", null))
    .$if(subscription === "none", (some) =>
      some.where("c.isSubscriber", "=", false).where("c.unsubscribedAt", "is", null),
    )
    .$if(q !== undefined, (some) =>
      some.where((eb) =>
        eb.or(
          (["c.firstName", "c.lastName", "c.company", "c.email"] as const).map((field) => eb(field, "ilike", like)),
        ),
      ),
    );
}

export type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof people>["executeTakeFirst"]>>>;

/** A person as screens show them, as far as the sight goes. */
export function shape(row: Row, sight: Pick<Sight, "masked">): Contact {
  return {
    ...shownOf(row, sight),
    ...{ id: row.id, company: row.company, tags: row.tags, rowVersion: row.rowVersion },
    type: row.type as Contact["type"],
    source: row.source as Contact["source"],
    subscription: subscriptionOf(row),
    suppressed: row.suppressed as Contact["suppressed"],
    consentText: (row.consent as { text?: string } | null)?.text ?? null,
    subscribedAt: iso(row.subscribedAt),
    unsubscribedAt: iso(row.unsubscribedAt),
    createdAt: iso(row.createdAt),
  };
}

/** How a person is called where one line tells of them. */
export function labelOf({
  firstName,
  lastName,
  email,
  phone,
  id,
}: Pick<Row, "firstName" | "lastName" | "email" | "phone" | "id">): string {
  return [firstName, lastName].filter(Boolean).join(" ") || email || phone || id;
}

export function subscriptionOf({
  isSubscriber,
  unsubscribedAt,
}: Pick<Row, "isSubscriber" | "unsubscribedAt">): Subscription {
  if (isSubscriber) return "subscribed";
  return unsubscribedAt ? "unsubscribed" : "none";
}
