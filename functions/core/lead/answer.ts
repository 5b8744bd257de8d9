import * as Effect from "#core/effect/index.ts";
import type { Answer } from "#core/letter/meaning.ts";
import { leave } from "#core/nurture/ended.ts";
import { followed } from "#core/nurture/rows.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { layAside } from "./email.ts";
import { holdOf } from "./hold.ts";
import * as Lead from "./index.ts";
import { logged } from "./timeline.ts";

/**
 * Keeps an answer to a mail in the lead's timeline, lays aside what is approved and not yet sent to it, holds its sequence, and tells
 * who looks after leads. That somebody is away changes nothing. @returns the address that was written to; undefined where it was kept before
 */
export async function take(tx: Tx, mailId: string, answer: Answer): Promise<string | undefined> {
  const mail = await tx
    .selectFrom("leadEmails")
    .select(["leadId", "recipient", "subject"])
    .where("tenantId", "=", tenant())
    .where("id", "=", mailId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!mail) return undefined;
  const { leadId } = mail;
  // Whoever wants no more mail leaves as every lead of the address: they are held together, before anything of theirs.
  await holdOf(tx, mail.recipient, leadId);
  const lead = await tx
    .selectFrom("leads")
    .select(["id", "status", "firstName", "lastName", "company"])
    .where("tenantId", "=", tenant())
    .where("id", "=", leadId)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!lead || (await isKept(tx, leadId, answer.messageId))) return undefined;
  const { messageId, from, subject, body, intent } = answer;
  const metadata = { emailId: mailId, messageId, from, subject, intent };
  await logged(tx, leadId, { type: "email_received", description: body || subject, metadata });
  await Lead.touch(tx, lead);
  if (intent === "out_of_office") return mail.recipient;
  const place = await followed(tx, leadId);
  if (place?.status === "active") await leave(tx, place, "pause", "replied");
  await layApprovedAside(tx, leadId);
  await Effect.audit("lead_email.replied", { type: "lead_email", id: mailId, label: mail.subject });
  const who = [lead.firstName, lead.lastName].filter(Boolean).join(" ") || lead.company || "A lead";
  const words = { title: mail.subject, who, meaning: intent ?? "no clear yes or no" };
  await Effect.notify("mail.answered", { type: "lead", id: leadId }, words);
  return mail.recipient;
}

async function layApprovedAside(tx: Tx, leadId: string): Promise<void> {
  const rows = await tx
    .selectFrom("leadEmails")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("status", "=", "approved")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const row of rows) await layAside(tx, row, "The lead answered.");
}

async function isKept(tx: Tx, leadId: string, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("leadActivities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("type", "=", "email_received")
    .where((eb) => eb(eb.ref("metadata", "->>").key("messageId" as never), "=", messageId as never))
    .executeTakeFirst();
  return row !== undefined;
}
