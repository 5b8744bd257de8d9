import type { Verdict } from "#core/critic/read.ts";
import { order } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { notFound } from "#schema/errors.ts";
import { settle } from "./index.ts";

/** What the critic reads of an e-mail: it and its reminders, as one person would get them. */
export async function judged(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const { campaignId, recipientEmail, subject } = await find(tx, id);
  const mails = await tx
    .selectFrom("campaignEmails")
    .select("body")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .where("deletedAt", "is", null)
    .orderBy("step")
    .execute();
  return {
    title: subject,
    content: mails.map(({ body }) => body).join("\n\n"),
    limits: { wordsMin: 1, wordsMax: 1_000, sectionsMin: 0 },
  };
}

/** The run that wrote the newest version. */
export async function writtenBy(tx: Tx, id: string): Promise<string | null> {
  return (await find(tx, id)).runId;
}

/** The critic has spoken, or could not. A failed e-mail goes back to its writer once; then the agency sees it, flagged. */
export async function criticised(
  tx: Tx,
  id: string,
  { version, verdict, flags }: { version: number; verdict: Verdict | null; flags: () => Promise<ApprovalFlag[]> },
): Promise<void> {
  const row = await find(tx, id);
  if (row.version !== version || !row.criticPending) return;
  const isFailed = verdict !== null && !verdict.passed;
  if (isFailed && row.backlinkId && (await askedAgain(tx, { runId: row.runId, backlinkId: row.backlinkId, version })))
    return;
  await tx
    .updateTable("campaignEmails")
    .set({ criticPending: false, flags: await flags() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await settle(tx, row.campaignId);
}

async function askedAgain(
  tx: Tx,
  { runId, backlinkId, version }: { runId: string | null; backlinkId: string; version: number },
): Promise<boolean> {
  const run = await tx
    .selectFrom("agentRuns")
    .select("wakeReason")
    .where("tenantId", "=", tenant())
    .where("id", "=", runId ?? "")
    .executeTakeFirst();
  if (!run || run.wakeReason === "critic") return false;
  const blocked = await order(tx, {
    agent: "backlink-outreach-writer",
    subject: { type: "backlink", id: backlinkId },
    version: version + 1,
    wakeReason: "critic",
    priority: "critical",
    rejections: 1,
  });
  return blocked === null;
}

async function find(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("campaignEmails")
    .select(["campaignId", "recipientEmail", "subject", "version", "runId", "backlinkId", "criticPending"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("E-mail", id);
  return row;
}
