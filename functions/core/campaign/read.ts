import { may, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { CampaignEmail } from "#schema/campaign.ts";
import { notFound } from "#schema/errors.ts";

/** An e-mail with its reminders, as it is to be decided. Only the agency sees the address. */
export async function email(id: string): Promise<CampaignEmail> {
  require("campaign.read", "see e-mails of campaigns");
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("campaignEmails as e")
      .leftJoin("backlinks as b", (join) =>
        join.onRef("b.tenantId", "=", "e.tenantId").onRef("b.id", "=", "e.backlinkId"),
      )
      .select(["e.campaignId", "e.backlinkId", "e.recipientEmail", "e.recipientName", "e.status", "e.contentHash"])
      .select("b.sourceDomain")
      .where("e.tenantId", "=", tenant())
      .where("e.id", "=", id)
      .where("e.deletedAt", "is", null)
      .executeTakeFirst();
    if (!row) throw notFound("E-mail", id);
    const mails = await tx
      .selectFrom("campaignEmails")
      .select(["step", "afterDays", "subject", "body"])
      .where("tenantId", "=", tenant())
      .where("campaignId", "=", row.campaignId)
      .where("recipientEmail", "=", row.recipientEmail)
      .where("deletedAt", "is", null)
      .orderBy("step")
      .execute();
    const status = row.status as CampaignEmail["status"];
    return { ...row, id, status, recipientEmail: may("campaign.decide_dm") ? row.recipientEmail : null, mails };
  });
}
