import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import { type CampaignEmailStatus, type CampaignEmailVerb, campaignEmailMachine } from "#schema/campaign.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { conclude } from "./index.ts";

interface Row {
  id: string;
  campaignId: string;
  recipientEmail: string;
  subject: string;
  status: CampaignEmailStatus;
  version: number;
  contentHash: string;
  activityId: string | null;
}

/** One mail of a row of mails to one person. */
export interface Mail {
  step: number;
  afterDays: number;
  subject: string;
  body: string;
}

/** The hash of everything that one person would be sent. */
export function hashOf(recipientEmail: string, mails: readonly Mail[]): string {
  return sha256(
    JSON.stringify([
      recipientEmail,
      ...mails.map(({ step, afterDays, subject, body }) => [step, afterDays, subject, body]),
    ]),
  );
}

/** Hash, version and title an approval of an e-mail is about; its reminders are part of it. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  const mails = await tx
    .selectFrom("campaignEmails")
    .select(["step", "afterDays", "subject", "body"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.campaignId)
    .where("recipientEmail", "=", row.recipientEmail)
    .where("deletedAt", "is", null)
    .orderBy("step")
    .execute();
  return { contentHash: hashOf(row.recipientEmail, mails), version: row.version, title: row.subject };
}

/** The e-mail and its reminders may go out; where the client wants to see them too, it decides next. */
export async function approved(tx: Tx, id: string, stage: ApprovalStage): Promise<void> {
  const row = await locked(tx, id);
  if (stage === "dm" && (await clientDecides(tx))) {
    await Approval.open(tx, {
      kind: "campaign_email",
      subject: { type: "campaign_email", id, title: row.subject },
      version: row.version,
      contentHash: row.contentHash,
      stage: "client",
      author: reference(),
      activityId: row.activityId,
    });
    return;
  }
  await move(tx, row, "approve");
  await Effect.audit("campaign_email.approved", { type: "campaign_email", id, label: row.subject });
  await conclude(tx, row.campaignId);
}

/** The e-mail does not go out, nor do its reminders. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "skip", { decisionNote: note });
  await Effect.audit("campaign_email.skipped", { type: "campaign_email", id, label: row.subject }, {}, note);
  await conclude(tx, row.campaignId);
}

async function clientDecides(tx: Tx): Promise<boolean> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("outreachClientReview")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return settings?.outreachClientReview ?? false;
}

async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("campaignEmails as e")
    .innerJoin("campaigns as c", (join) =>
      join.onRef("c.tenantId", "=", "e.tenantId").onRef("c.id", "=", "e.campaignId"),
    )
    .select(["e.id", "e.campaignId", "e.recipientEmail", "e.subject", "e.status", "e.version", "e.contentHash"])
    .select("c.activityId")
    .where("e.tenantId", "=", tenant())
    .where("e.id", "=", id)
    .where("e.deletedAt", "is", null)
    .forUpdate("e")
    .executeTakeFirst();
  if (!row) throw notFound("E-mail", id);
  return row as Row;
}

// All mails to one person go the same way.
async function move(tx: Tx, row: Row, verb: CampaignEmailVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(campaignEmailMachine, row.status, verb, row.subject);
  await tx
    .updateTable("campaignEmails")
    .set({ status, decidedBy: reference(), decidedAt: new Date(), ...set })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.campaignId)
    .where("recipientEmail", "=", row.recipientEmail)
    .where("status", "=", row.status)
    .execute();
  await Effect.live("content:updated", { kind: "campaign_email", id: row.id, status, version: row.version });
}
