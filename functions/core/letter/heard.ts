import { origin, provide, tenant } from "#platform/actor.ts";
import { type Tx, transaction } from "#platform/db.ts";
import { eventsIn, hearsEvents, isSigned, type MailEvent } from "#platform/mail-events.ts";
import { AppError } from "#schema/errors.ts";
import { copyOf } from "./copy.ts";
import { ended } from "./ending.ts";

/** Takes what the mail provider tells of our mails. The same event twice changes nothing. @throws auth.unauthenticated unless it is signed */
export async function heard(body: string, signed: { signature: string; timestamp: string }): Promise<void> {
  if (!hearsEvents())
    throw new AppError("provider.provider_not_configured", "No key of the mail provider is set (MAIL_EVENTS_KEY).");
  if (!isSigned(body, signed)) throw new AppError("auth.unauthenticated", "The signature does not fit.");
  for (const event of eventsIn(body)) {
    const [tenantId = "", copyId = ""] = event.messageId.split(".");
    if (!tenantId.startsWith("ten_") || !copyId) continue;
    const actor = { kind: "system", tenantId, name: "mail_events" } as const;
    await provide(actor, origin(), () => transaction((tx) => happened(tx, copyId, event.kind)));
  }
}

/** How far a newsletter's copy came; it never goes back. */
const order = ["accepted", "delivered", "opened", "clicked", "unsubscribed", "bounced", "complained"];
const counters = { delivered: "delivered", opened: "opened", clicked: "clicked", bounced: "bounced" } as const;

async function happened(tx: Tx, copyId: string, kind: MailEvent["kind"]): Promise<void> {
  const copy = await copyOf(tx, copyId);
  if (!copy) return;
  if (kind === "bounced" || kind === "complained" || kind === "unsubscribed") await ended(tx, copy.email, kind, copyId);
  if (!copy.newsletterId) return;
  const before = order.slice(0, order.indexOf(kind));
  const moved = await tx
    .updateTable("newsletterRecipients")
    .set({
      status: kind,
      ...(kind === "opened" ? { openedAt: new Date() } : {}),
      ...(kind === "clicked" ? { clickedAt: new Date() } : {}),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", copyId)
    .where("status", "in", [...before, "unknown"])
    .returning("id")
    .executeTakeFirst();
  const counter = kind === "complained" ? undefined : kind === "unsubscribed" ? "unsubscribed" : counters[kind];
  if (!moved || !counter) return;
  await tx
    .updateTable("emailNewsletters")
    .set((eb) => ({ [counter]: eb(counter, "+", 1) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", copy.newsletterId)
    .execute();
}
