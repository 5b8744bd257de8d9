import { type Audience, readers } from "#core/contact/readers.ts";
import { passesDevFilter } from "#core/notification/dev-filter.ts";
import * as Suppression from "#core/suppression/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { RecipientStatus } from "#schema/newsletter.ts";

export interface Recipient {
  id: string;
  email: string;
}

/** The people an audience has now, each of them once; who may not be written to is kept with the reason. @returns how many get it */
export async function resolve(tx: Tx, newsletterId: string, audience: Audience): Promise<number> {
  const people = await readers(tx, audience);
  let queued = 0;
  for (let from = 0; from < people.length; from += 500) {
    const part = people.slice(from, from + 500).map(({ email }) => email);
    const suppressed = await Suppression.suppressedOf(tx, part);
    const rows = part.map((email) => {
      const skipReason = suppressed.get(email) ?? (passesDevFilter(email) ? null : "dev_filter");
      return {
        tenantId: tenant(),
        id: newId("newsletterRecipient"),
        newsletterId,
        email,
        status: skipReason ? "skipped" : "queued",
        skipReason,
      };
    });
    queued += rows.filter(({ status }) => status === "queued").length;
    await tx
      .insertInto("newsletterRecipients")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["tenantId", "newsletterId", "email"]).doNothing())
      .execute();
  }
  return queued;
}

/** Those without an acceptance are tried again. */
export async function requeue(tx: Tx, newsletterId: string): Promise<void> {
  await tx
    .updateTable("newsletterRecipients")
    .set({ status: "queued", providerMessageId: null, sentAt: null })
    .where("tenantId", "=", tenant())
    .where("newsletterId", "=", newsletterId)
    .where("status", "in", ["unknown", "bounced"])
    .execute();
}

/**
 * Takes the next recipient. It counts as unknown from now on, so that whoever is killed while sending leaves nobody who could be
 * written to twice. @returns null when nobody waits
 */
export async function claim(tx: Tx, newsletterId: string): Promise<Recipient | null> {
  for (;;) {
    const row = await tx
      .selectFrom("newsletterRecipients")
      .select(["id", "email"])
      .where("tenantId", "=", tenant())
      .where("newsletterId", "=", newsletterId)
      .where("status", "=", "queued")
      .orderBy("id")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return null;
    const reason = await Suppression.reasonFor(tx, row.email);
    if (!reason) {
      await set(tx, row.id, "unknown", { providerMessageId: row.id, sentAt: new Date() });
      return row;
    }
    await set(tx, row.id, "skipped", { skipReason: reason });
  }
}

/** Sets how it went with one recipient. */
export async function set(
  tx: Tx,
  id: string,
  status: RecipientStatus,
  more: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .updateTable("newsletterRecipients")
    .set({ status, ...more })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** How many recipients are in each state; `recent` counts the unknown ones that may still be on their way. */
export async function counts(tx: Tx, newsletterId: string, since: Date) {
  const rows = await tx
    .selectFrom("newsletterRecipients")
    .select(["status", (eb) => eb.fn.countAll<string>().as("count")])
    .select((eb) => eb.fn.count<string>(eb.case().when("sentAt", ">", since).then(1).end()).as("recent"))
    .where("tenantId", "=", tenant())
    .where("newsletterId", "=", newsletterId)
    .groupBy("status")
    .execute();
  const of = (status: RecipientStatus) => rows.find((row) => row.status === status);
  const numberOf = (...statuses: RecipientStatus[]) =>
    statuses.reduce((sum, status) => sum + Number(of(status)?.count ?? 0), 0);
  return {
    queued: numberOf("queued"),
    unknown: numberOf("unknown"),
    recent: Number(of("unknown")?.recent ?? 0),
    accepted: numberOf("accepted", "delivered", "opened", "clicked", "complained", "unsubscribed"),
    bounced: numberOf("bounced"),
  };
}
