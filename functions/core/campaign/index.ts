import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { type CampaignStatus, type CampaignVerb, campaignMachine } from "#schema/campaign.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";

interface Row {
  id: string;
  name: string;
  status: CampaignStatus;
  totalEmails: number;
  activityId: string | null;
}

/** A new campaign of e-mails to site owners, with as many recipients as prospects. @returns its id */
export async function createOutreach(
  tx: Tx,
  campaign: { name: string; totalEmails: number; activityId: string; runId: string },
): Promise<string> {
  const id = newId("campaign");
  await tx
    .insertInto("campaigns")
    .values({ tenantId: tenant(), id, ...campaign, type: "email_outreach", goal: "traffic", status: "draft" })
    .execute();
  await Effect.audit(
    "campaign.created",
    { type: "campaign", id, label: campaign.name },
    { after: { type: "email_outreach", totalEmails: campaign.totalEmails } },
  );
  return id;
}

/** One recipient less: nobody can be written to there. */
export async function without(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "draft" || row.totalEmails === 0) return;
  await tx
    .updateTable("campaigns")
    .set({ totalEmails: row.totalEmails - 1 })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await settle(tx, id);
}

/** Once every recipient has its e-mail and the critic has read it, the campaign goes to the agency; with none at all it is laid aside. */
export async function settle(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "draft") return;
  const emails = await tx
    .selectFrom("campaignEmails")
    .select(["id", "subject", "contentHash", "version", "runId", "criticPending", "flags"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", id)
    .where("step", "=", 1)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  if (emails.length < row.totalEmails || emails.some(({ criticPending }) => criticPending)) return;
  if (emails.length === 0) {
    await move(tx, row, "archive", { archivedAt: new Date() });
    await Effect.audit("campaign.archived", subject(row), {}, "No prospect could be written to.");
    if (row.activityId)
      await Activity.finish(tx, row.activityId, "finish", { note: "No prospect could be written to.", campaignId: id });
    return;
  }
  await move(tx, row, "submit");
  await Effect.audit("campaign.submitted", subject(row), { after: { emails: emails.length } });
  if (row.activityId) await Activity.draftReady(tx, row.activityId);
  for (const email of emails)
    await Approval.open(tx, {
      kind: "campaign_email",
      subject: { type: "campaign_email", id: email.id, title: email.subject },
      version: email.version,
      contentHash: email.contentHash,
      stage: "dm",
      author: `agent:${email.runId ?? "backlink-outreach-writer"}`,
      flags: email.flags as ApprovalFlag[],
      activityId: row.activityId,
    });
}

/** Once every e-mail was decided, the agency has decided the campaign: it goes on with those it approved. */
export async function conclude(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "dm_review") return;
  const emails = await tx
    .selectFrom("campaignEmails")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", id)
    .where("deletedAt", "is", null)
    .execute();
  if (emails.some(({ status }) => status === "draft")) return;
  if (emails.some(({ status }) => status === "approved")) {
    await move(tx, row, "dm_approve");
    await Effect.audit("campaign.dm_approved", subject(row));
    await begin(tx, { ...row, status: "dm_approved" });
  } else {
    await move(tx, row, "archive", { archivedAt: new Date() });
    await Effect.audit("campaign.archived", subject(row), {}, "Every e-mail was left out.");
  }
  if (row.activityId) await Activity.finish(tx, row.activityId, "approve_last", { campaignId: id });
}

/** The first mail to each site that was approved is due; the others follow it. */
async function begin(tx: Tx, row: Row): Promise<void> {
  await move(tx, row, "begin");
  await Effect.audit("campaign.activated", subject(row));
  await tx
    .updateTable("campaignEmails")
    .set({ sendAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.id)
    .where("step", "=", 1)
    .where("status", "=", "approved")
    .execute();
}

function subject({ id, name }: Row) {
  return { type: "campaign", id, label: name };
}

async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("campaigns")
    .select(["id", "name", "status", "totalEmails", "activityId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Campaign", id);
  return row as Row;
}

async function move(tx: Tx, row: Row, verb: CampaignVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(campaignMachine, row.status, verb, row.name);
  await tx
    .updateTable("campaigns")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("content:updated", { kind: "campaign", id: row.id, status, version: 1 });
}
