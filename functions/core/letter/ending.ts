import { stopMails } from "#core/campaign/stop.ts";
import { holdOf } from "#core/lead/hold.ts";
import { logged } from "#core/lead/timeline.ts";
import { ended as leaveSequence } from "#core/nurture/ended.ts";
import * as Suppression from "#core/suppression/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** What somebody outside does that ends what is sent to them. */
type Ending = "unsubscribed" | "bounced" | "complained";

const facts = {
  unsubscribed: { reason: "unsubscribe", event: "unsubscribed", said: "Wants no more mail" },
  bounced: { reason: "bounce", event: "email_bounced", said: "Mail comes back from this address" },
  complained: { reason: "complaint", event: "unsubscribed", said: "Called a mail unwanted" },
} as const;

/** Nothing more is sent to the address: it is suppressed, no reader any more, and what waited for it does not go out. */
export async function ended(tx: Tx, email: string, how: Ending, source: string): Promise<void> {
  const address = email.toLowerCase();
  const { reason, event, said } = facts[how];
  const leadIds = await holdOf(tx, address);
  await Suppression.add(tx, address, reason, source);
  await tx
    .updateTable("contacts")
    .set({ isSubscriber: false, ...(how === "bounced" ? {} : { unsubscribedAt: new Date() }) })
    .where("tenantId", "=", tenant())
    .where("email", "=", address)
    .execute();
  await stopMails(tx, { email: address }, how);
  for (const id of leadIds) {
    await logged(tx, id, { type: event, description: said, metadata: { source } });
    await leaveSequence(tx, id, how === "bounced" ? "bounced" : "unsubscribed");
  }
}
