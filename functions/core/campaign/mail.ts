import * as Approval from "#core/approval/index.ts";
import * as Backlink from "#core/backlink/moved.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type OutreachStatus, outreachMachine } from "#schema/backlink.ts";
import { type CampaignEmailStatus, type CampaignEmailVerb, campaignEmailMachine } from "#schema/campaign.ts";
import { notFound } from "#schema/errors.ts";
import { after, allows } from "#schema/machine.ts";
import { present } from "./email.ts";
import { hashOf, own } from "./own.ts";

const dayMs = 86_400_000;
/** Between two mails to one person there are so many days at least. */
const restDays = 3;

/** One mail of a campaign, held until the transaction ends. */
export async function held(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("campaignEmails")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("E-mail", id);
  return row;
}
type Row = Awaited<ReturnType<typeof held>>;

/** The hash of what was decided: of the mails to a site owner themselves, of the campaign where its messages go to many. */
export async function decidedHash(tx: Tx, row: Row): Promise<string> {
  if (row.contactId) return hashOf(tx, await own(tx, row.campaignId, false));
  return (await present(tx, row.id)).contentHash;
}

/** The approval under which a mail leaves; reminders leave under that of the first. */
export async function approvalFor(tx: Tx, row: Row): Promise<Approval.Row | undefined> {
  if (row.contactId) {
    const { version } = await own(tx, row.campaignId, false);
    return Approval.ofVersion(tx, { type: "campaign", id: row.campaignId }, version, "client");
  }
  const first = await tx
    .selectFrom("campaignEmails")
    .select(["id", "version"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.campaignId)
    .where("recipientEmail", "=", row.recipientEmail)
    .where("step", "=", 1)
    .executeTakeFirstOrThrow();
  const subject = { type: "campaign_email", id: first.id };
  return (
    (await Approval.ofVersion(tx, subject, first.version, "client")) ??
    (await Approval.ofVersion(tx, subject, first.version, "dm"))
  );
}

/** Why a mail may not go out now. */
export async function obstacle(tx: Tx, id: string): Promise<string | null> {
  const row = await held(tx, id);
  const { status } = await own(tx, row.campaignId, false);
  return status === "active" ? null : `The campaign is ${status.replaceAll("_", " ")}.`;
}

const actions: Partial<Record<CampaignEmailVerb, "campaign_email.failed" | "campaign_email.left_unknown">> = {
  fail: "campaign_email.failed",
  lose_track: "campaign_email.left_unknown",
};

/** Moves this one mail, not those that follow it. */
export async function moved(
  tx: Tx,
  row: Row,
  verb: CampaignEmailVerb,
  set: Record<string, unknown> = {},
): Promise<void> {
  const status = after(campaignEmailMachine, row.status as CampaignEmailStatus, verb, row.subject);
  await tx
    .updateTable("campaignEmails")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  const action = actions[verb];
  if (action) await Effect.audit(action, subject(row));
  await Effect.live("content:updated", { kind: "campaign_email", id: row.id, status, version: row.version });
}

/** The mail went out: its prospect was written to, and the next mail to the same person has its time. */
export async function sent(tx: Tx, row: Row): Promise<void> {
  const sentAt = new Date();
  await moved(tx, row, row.status === "sending" ? "accept" : "confirm", { sentAt });
  await Effect.audit("campaign_email.sent", subject(row), { after: { step: row.step } });
  if (row.backlinkId) await writtenTo(tx, row.backlinkId, sentAt);
  const next = await tx
    .selectFrom("campaignEmails")
    .select(["id", "afterDays"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.campaignId)
    .where("recipientEmail", "=", row.recipientEmail)
    .where("step", "=", row.step + 1)
    .where("status", "=", "approved")
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!next) return;
  const sendAt = new Date(sentAt.getTime() + Math.max(restDays, next.afterDays) * dayMs);
  await tx
    .updateTable("campaignEmails")
    .set({ sendAt })
    .where("tenantId", "=", tenant())
    .where("id", "=", next.id)
    .execute();
}

async function writtenTo(tx: Tx, backlinkId: string, at: Date): Promise<void> {
  const row = await tx
    .selectFrom("backlinks")
    .select(["id", "outreachStatus", "sourceDomain"])
    .where("tenantId", "=", tenant())
    .where("id", "=", backlinkId)
    .forUpdate()
    .executeTakeFirst();
  const outreachStatus = row?.outreachStatus as OutreachStatus | undefined;
  if (row && outreachStatus && allows(outreachMachine, outreachStatus, "send"))
    await Backlink.moved(tx, { ...row, outreachStatus }, "send", { outreachSentAt: at });
}

function subject({ id, subject: label }: Row) {
  return { type: "campaign_email", id, label };
}
