import * as Effect from "#core/effect/index.ts";
import { passesDevFilter } from "#core/notification/dev-filter.ts";
import { tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { askingOf } from "./asking.ts";
import { hashOf, messagesOf, own, subject } from "./own.ts";

const hourMs = 3_600_000;
const atOnce = 500;

/**
 * Gives every customer who was not asked yet a mail of a campaign that asks for reviews. Nobody is asked twice by one campaign, nor by
 * another one too soon.
 */
export async function enrol(tx: Tx, campaignId: string, now: Date): Promise<void> {
  const row = await own(tx, campaignId);
  const [message] = (await messagesOf(tx, campaignId)).filter(({ channel }) => channel === "email");
  const asking = await askingOf(tx, campaignId);
  if (!message || !asking) return;
  const restedSince = new Date(now.getTime() - asking.minDaysBetweenAsks * 24 * hourMs);
  const customers = await tx
    .selectFrom("contacts as c")
    .select(["c.id", "c.email", "c.firstName", "c.lastName"])
    .where("c.tenantId", "=", tenant())
    .where("c.type", "=", "customer")
    .where("c.deletedAt", "is", null)
    .where("c.suppressed", "is", null)
    .where("c.email", "is not", null)
    .where(sql<boolean>`coalesce(c.consent ->> 'email', 'unknown') <> 'refused'`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("campaignEmails as e")
            .select("e.id")
            .whereRef("e.tenantId", "=", "c.tenantId")
            .whereRef("e.contactId", "=", "c.id")
            .where((one) => one.or([one("e.campaignId", "=", campaignId), one("e.sentAt", ">", restedSince)])),
        ),
      ),
    )
    // Whoever was written down anew is another contact, and the same person.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("campaignEmails as e")
            .select("e.id")
            .whereRef("e.tenantId", "=", "c.tenantId")
            .whereRef("e.recipientEmail", "=", "c.email")
            .where("e.contactId", "is not", null)
            .where((one) => one.or([one("e.campaignId", "=", campaignId), one("e.sentAt", ">", restedSince)])),
        ),
      ),
    )
    .orderBy("c.id")
    .limit(atOnce)
    .execute();
  const reached = customers.filter(({ email }) => email !== null && passesDevFilter(email));
  if (reached.length === 0) return;
  const contentHash = await hashOf(tx, row);
  const sendAt = new Date(now.getTime() + message.delayHours * hourMs);
  const made = await tx
    .insertInto("campaignEmails")
    .values(
      reached.map(({ id: contactId, email, firstName, lastName }) => {
        const name = [firstName, lastName].filter(Boolean).join(" ").slice(0, 80);
        return {
          ...{ tenantId: tenant(), id: newId("campaignEmail"), campaignId, contactId, step: 1, sendAt, contentHash },
          ...{ recipientEmail: email ?? "", recipientName: name.length < 2 ? null : name, status: "approved" },
          ...{ subject: message.subject ?? row.name, body: message.body, version: row.version },
        };
      }),
    )
    .onConflict((conflict) => conflict.columns(["tenantId", "campaignId", "recipientEmail", "step"]).doNothing())
    .returning("id")
    .execute();
  if (made.length > 0) await Effect.audit("campaign.enrolled", subject(row), { after: { people: made.length } });
}
