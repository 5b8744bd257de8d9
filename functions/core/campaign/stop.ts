import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { campaignEmailMachine, type StopReason } from "#schema/campaign.ts";
import { sources } from "#schema/machine.ts";

/** Mails of campaigns that wait for their time do not go out: those to an address, of one campaign, or both. */
export async function stopMails(
  tx: Tx,
  { email, campaignId }: { email?: string; campaignId?: string },
  stopReason: StopReason,
): Promise<void> {
  const stopped = await tx
    .updateTable("campaignEmails")
    .set({ status: "skipped", stopReason })
    .where("tenantId", "=", tenant())
    .where("status", "in", sources(campaignEmailMachine, "stop"))
    .$if(email !== undefined, (query) => query.where("recipientEmail", "=", email ?? ""))
    .$if(campaignId !== undefined, (query) => query.where("campaignId", "=", campaignId ?? ""))
    .returning(["id", "subject"])
    .execute();
  for (const { id, subject } of stopped)
    await Effect.audit(
      "campaign_email.stopped",
      { type: "campaign_email", id, label: subject },
      { after: { reason: stopReason } },
    );
}
