import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { Things } from "./furnish.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What only its owners may know of a buyer. ".repeat(5);

/** Gives a tenant a lead with its history and an e-mail, and a conversation of its admin's. */
export async function insertLeads(
  tx: Tx,
  { id: tenantId, people }: TestTenant,
): Promise<
  Pick<Things, "lead" | "leadEmail" | "nurtureSequence" | "chatThread" | "chatAction" | "contact" | "contactSegment">
> {
  const [contact, lead, leadEmail] = [newId("contact"), newId("lead"), newId("leadEmail")];
  const email = "buyer@only-ours-to-know.example";
  await tx.insertInto("contacts").values({ tenantId, id: contact, email }).execute();
  await tx
    .insertInto("leads")
    .values({ tenantId, id: lead, contactId: contact, email, source: "manual", message: text })
    .execute();
  await tx
    .insertInto("leadActivities")
    .values({
      ...{ tenantId, id: newId("leadActivity"), leadId: lead, type: "note", description: text },
      ...{ actor: `user:${people.TA.userId}`, occurredAt: new Date() },
    })
    .execute();
  await tx
    .insertInto("leadEmails")
    .values({
      ...{ tenantId, id: leadEmail, leadId: lead, purpose: "follow_up", recipient: email, subject: "Only ours" },
      ...{ body: text, status: "draft", contentHash: sha256(text), requestedBy: `user:${people.TA.userId}` },
    })
    .execute();
  const [chatThread, chatMessage] = [newId("chatThread"), newId("chatMessage")];
  await tx
    .insertInto("chatThreads")
    .values({
      ...{ tenantId, id: chatThread, userId: people.TA.userId, title: "Only ours", mode: "analyst" },
      portal: "dashboard",
    })
    .execute();
  await tx
    .insertInto("chatMessages")
    .values({ tenantId, id: chatMessage, chatThreadId: chatThread, role: "agent", body: text, status: "done" })
    .execute();
  const chatAction = newId("chatAction");
  await tx
    .insertInto("chatActions")
    .values({
      ...{ tenantId, id: chatAction, chatThreadId: chatThread, chatMessageId: chatMessage, position: 0 },
      ...{ verb: "request_blog_post", arguments: JSON.stringify({ topic: text }), summary: "Only ours to confirm" },
      ...{ contentHash: sha256(text), status: "proposed", expiresAt: new Date(Date.now() + 86_400_000) },
    })
    .execute();
  const channel = newId("channel");
  const account = { type: "hubspot", name: "Only ours", status: "connected" };
  await tx
    .insertInto("connectedChannels")
    .values({ tenantId, id: channel, ...account })
    .execute();
  await tx
    .insertInto("crmSyncs")
    .values({ tenantId, id: newId("crmSync"), channelId: channel, mode: "full", phase: "done", status: "idle" })
    .execute();
  await tx
    .insertInto("leadRefs")
    .values({
      ...{ tenantId, id: newId("leadRef"), channelId: channel, kind: "contact", externalId: "101", leadId: lead },
      changedAt: new Date(),
    })
    .execute();
  const contactSegment = newId("contactSegment");
  await tx
    .insertInto("contactSegments")
    .values({ tenantId, id: contactSegment, name: "Only ours", filter: JSON.stringify({ types: ["customer"] }) })
    .execute();
  const nurtureSequence = await insertSequence(tx, tenantId, lead, leadEmail);
  return { lead, leadEmail, nurtureSequence, chatThread, chatAction, contact, contactSegment };
}

async function insertSequence(tx: Tx, tenantId: string, leadId: string, leadEmailId: string): Promise<string> {
  const [id, enrollmentId] = [newId("nurtureSequence"), newId("nurtureEnrollment")];
  await tx.insertInto("leadNurtureSequences").values({ tenantId, id, name: "Only ours", status: "active" }).execute();
  const step = { version: 1, stepOrder: 1, channel: "email", delayHours: 24, body: text };
  await tx
    .insertInto("leadNurtureSteps")
    .values({ tenantId, id: newId("nurtureStep"), sequenceId: id, ...step })
    .execute();
  await tx
    .insertInto("leadNurtureEnrollments")
    .values({
      ...{ tenantId, id: enrollmentId, leadId, sequenceId: id, sequenceVersion: 1, status: "active" },
      ...{ enrolledBy: "system:test", nextStepAt: new Date("2100-01-01T08:00:00Z") },
    })
    .execute();
  await tx
    .insertInto("nurtureStepRuns")
    .values({ tenantId, id: newId("nurtureStepRun"), enrollmentId, stepOrder: 1, status: "scheduled", leadEmailId })
    .execute();
  return id;
}
