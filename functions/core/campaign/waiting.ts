import * as Approval from "#core/approval/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import { type CampaignEmailStatus, campaignEmailMachine } from "#schema/campaign.ts";
import { after } from "#schema/machine.ts";
import { hashOf, type Mail } from "./email.ts";
import { messagesOf, type Own } from "./own.ts";

/** Nobody has begun to send it. */
const isStill = sql<boolean>`not exists (select from publish_attempts p where p.tenant_id = campaign_emails.tenant_id
  and p.subject_id = campaign_emails.id and p.status not in ('failed', 'abandoned'))`;

/** Customers who were taken up and wait get the message as it is now, under the campaign's new hash. */
export async function renewWaiting(tx: Tx, { id, name, version }: Own, contentHash: string): Promise<void> {
  const [message] = (await messagesOf(tx, id)).filter(({ channel }) => channel === "email");
  if (!message) return;
  const { subject, body } = message;
  await tx
    .updateTable("campaignEmails")
    .set({ subject: subject ?? name, body, version, contentHash })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", id)
    .where("contactId", "is not", null)
    .where("status", "=", "approved")
    .where("deletedAt", "is", null)
    .where(isStill)
    .execute();
}

/** Customers who wait for their message get it so many hours later, or earlier where that is negative. */
export async function postpone(tx: Tx, campaignId: string, hours: number): Promise<void> {
  await tx
    .updateTable("campaignEmails")
    .set({ sendAt: sql<Date>`send_at + make_interval(hours => ${hours})` })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("contactId", "is not", null)
    .where("status", "=", "approved")
    .where("deletedAt", "is", null)
    .where(isStill)
    .execute();
}

/** The first mails to site owners that wait, to be decided or to be sent. */
export async function waitingMails(tx: Tx, campaignId: string) {
  return tx
    .selectFrom("campaignEmails")
    .leftJoin("backlinks as b", (join) =>
      join.onRef("b.tenantId", "=", "campaignEmails.tenantId").onRef("b.id", "=", "campaignEmails.backlinkId"),
    )
    .select(["campaignEmails.id", "campaignEmails.recipientEmail", "campaignEmails.status", "campaignEmails.version"])
    .select(["b.prospectType"])
    .where("campaignEmails.tenantId", "=", tenant())
    .where("campaignEmails.campaignId", "=", campaignId)
    .where("campaignEmails.contactId", "is", null)
    .where("campaignEmails.step", "=", 1)
    .where("campaignEmails.status", "in", ["draft", "approved"])
    .where("campaignEmails.deletedAt", "is", null)
    .where(isStill)
    .orderBy("campaignEmails.id")
    .execute();
}

interface Waiting {
  id: string;
  recipientEmail: string;
  status: string;
  version: number;
}

/** Gives a waiting mail another subject: it is another version now, and the agency decides on it as on every other. */
export async function resubject(tx: Tx, campaignId: string, mail: Waiting, subject: string): Promise<void> {
  const { id, recipientEmail, version } = mail;
  await Approval.supersede(tx, { type: "campaign_email", id });
  const ofPerson = (values: Record<string, unknown>) =>
    tx
      .updateTable("campaignEmails")
      .set(values)
      .where("tenantId", "=", tenant())
      .where("campaignId", "=", campaignId)
      .where("recipientEmail", "=", recipientEmail)
      .where("deletedAt", "is", null);
  if (mail.status === "approved") {
    const status = after(campaignEmailMachine, mail.status as CampaignEmailStatus, "edit", subject);
    await ofPerson({ status }).where("status", "=", mail.status).execute();
  }
  await ofPerson({ subject }).where("id", "=", id).execute();
  const mails = await tx
    .selectFrom("campaignEmails")
    .select(["step", "afterDays", "subject", "body"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .where("deletedAt", "is", null)
    .orderBy("step")
    .execute();
  const contentHash = hashOf(recipientEmail, mails as Mail[]);
  await ofPerson({ contentHash }).execute();
  await ofPerson({ version: version + 1 })
    .where("id", "=", id)
    .execute();
  await Approval.open(tx, {
    ...{ kind: "campaign_email", stage: "dm", author: reference(), version: version + 1, contentHash },
    subject: { type: "campaign_email", id, title: subject },
  });
}
