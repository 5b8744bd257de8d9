import * as Backlink from "#core/backlink/moved.ts";
import * as Effect from "#core/effect/index.ts";
import type { Answer } from "#core/letter/meaning.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type OutreachStatus, outreachMachine } from "#schema/backlink.ts";
import { newId } from "#schema/ids.ts";
import { allows } from "#schema/machine.ts";
import { stopMails } from "./stop.ts";

/**
 * Keeps an answer to a mail of a campaign: its reminders end, its prospect has responded, and the agency is told. That somebody is
 * away changes nothing. @returns the address that was written to; undefined where the answer was kept before, or the mail is gone
 */
export async function take(tx: Tx, mailId: string, answer: Answer): Promise<string | undefined> {
  const mail = await tx
    .selectFrom("campaignEmails")
    .select(["backlinkId", "campaignId", "recipientEmail", "recipientName", "subject"])
    .where("tenantId", "=", tenant())
    .where("id", "=", mailId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!mail) return undefined;
  const { backlinkId, campaignId, recipientEmail: email } = mail;
  const { messageId, from, subject, body, intent } = answer;
  const kept = await tx
    .insertInto("backlinkReplies")
    .values({
      ...{ tenantId: tenant(), id: newId("backlinkReply"), backlinkId, campaignId, campaignEmailId: mailId },
      ...{ providerMessageId: messageId, fromEmail: from, subject, body, intent, receivedAt: new Date() },
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "campaignEmailId", "providerMessageId"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!kept) return undefined;
  if (intent === "out_of_office") {
    await Effect.live("content:updated", { kind: "campaign", id: campaignId, status: "answered", version: 1 });
    return email;
  }
  const site = backlinkId ? await responded(tx, backlinkId) : undefined;
  await stopMails(tx, { email, campaignId }, "replied");
  const words = { title: mail.subject, who: site ?? mail.recipientName ?? email };
  await Effect.audit("campaign_email.answered", { type: "campaign_email", id: mailId, label: mail.subject });
  await Effect.live("content:updated", { kind: "campaign", id: campaignId, status: "answered", version: 1 });
  const about = backlinkId ? { type: "backlink", id: backlinkId } : { type: "campaign", id: campaignId };
  await Effect.notify("mail.answered", about, { ...words, meaning: intent ?? "no clear yes or no" });
  return email;
}

async function responded(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("backlinks")
    .select(["outreachStatus", "sourceDomain"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  const before = row?.outreachStatus as OutreachStatus | null | undefined;
  if (!row || !before || !allows(outreachMachine, before, "reply")) return row?.sourceDomain;
  const prospect = { id, sourceDomain: row.sourceDomain, outreachStatus: before };
  const status = await Backlink.moved(tx, prospect, "reply", { respondedAt: new Date() });
  await Effect.live("content:updated", { kind: "backlink", id, status, version: 1 });
  return row.sourceDomain;
}
