import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What only its owners may know of their site. ".repeat(5);

/** Gives a tenant an audit of its site, one of a post, and what its agents found out. */
export async function insertQuality(
  tx: Tx,
  { id: tenantId }: TestTenant,
  blogPostId: string,
): Promise<{ siteAudit: string; researchNote: string; backlink: string; campaignEmail: string }> {
  const [siteAudit, contentAudit, researchNote] = [newId("siteAudit"), newId("contentAudit"), newId("researchNote")];
  const judged = { status: "done", technicalScore: 80, summary: text, finishedAt: new Date() };
  await tx
    .insertInto("siteAudits")
    .values({ tenantId, id: siteAudit, domain: "only-ours.example", ...judged })
    .execute();
  const found = { code: "missing_title", area: "on-page", severity: "warning", title: "Only ours", detail: text };
  await tx
    .insertInto("siteAuditFindings")
    .values({
      ...{ tenantId, id: newId("siteAuditFinding"), siteAuditId: siteAudit, ...found },
      ...{ urls: ["https://only-ours.example/"], effort: "low", impact: "high" },
    })
    .execute();
  await tx
    .insertInto("contentAudits")
    .values({ tenantId, id: contentAudit, blogPostId, scope: ["freshness"], status: "done", healthScore: 70 })
    .execute();
  const note = { kind: "topic", title: "Only ours", body: text, sha256: sha256(text), metadata: "{}" };
  await tx
    .insertInto("researchNotes")
    .values({ tenantId, id: researchNote, ...note })
    .execute();
  const backlink = newId("backlink");
  const target = { sourceDomain: "only-ours-to-know.example", targetUrl: "https://only-ours.example/" };
  await tx
    .insertInto("backlinks")
    .values({ tenantId, id: backlink, ...target, sourceType: "outreach", outreachStatus: "prospecting" })
    .execute();
  const [campaign, campaignEmail] = [newId("campaign"), newId("campaignEmail")];
  const push = { type: "email_outreach", name: "Only ours", goal: "traffic", status: "draft" };
  await tx
    .insertInto("campaigns")
    .values({ tenantId, id: campaign, ...push })
    .execute();
  const mail = { step: 1, subject: "Only ours", body: text, recipientEmail: "reader@only-ours-to-know.example" };
  await tx
    .insertInto("campaignEmails")
    .values({
      ...{ tenantId, id: campaignEmail, campaignId: campaign, backlinkId: backlink, ...mail },
      ...{ status: "draft", contentHash: sha256(text) },
    })
    .execute();
  await tx
    .insertInto("backlinkReplies")
    .values({
      ...{ tenantId, id: newId("backlinkReply"), backlinkId: backlink, campaignId: campaign },
      ...{ campaignEmailId: campaignEmail, providerMessageId: "only-ours", fromEmail: mail.recipientEmail },
      ...{ subject: "Only ours", body: text, receivedAt: new Date() },
    })
    .execute();
  return { siteAudit, researchNote, backlink, campaignEmail };
}
