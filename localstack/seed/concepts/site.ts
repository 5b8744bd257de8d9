import type { DemoReach } from "#localstack/demo/reach/shape.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { SiteAction } from "#schema/site-audit.ts";
import { moment } from "./days.ts";

/** Sites that may link to the client's, and places where it may be listed. */
export async function plantLinks(tx: Tx, tenantId: string, { links }: DemoReach): Promise<void> {
  for (const { domain, type, status, rating, fit, why, target, steps = [] } of links)
    await tx
      .insertInto("backlinks")
      .values({
        ...{ tenantId, id: newId("backlink"), sourceDomain: domain, sourceUrl: `https://${domain}/` },
        ...{ sourceType: type ? "outreach" : "directory_opportunity", prospectType: type, targetUrl: target },
        ...{ domainRating: rating, relevanceScore: fit, pitchRationale: why, linkType: "dofollow" },
        ...(type ? { outreachStatus: status } : { opportunityStatus: status, minutes: 15 }),
        ...(status === "outreach_sent" || status === "published" ? { outreachSentAt: moment(-6) } : {}),
        steps: JSON.stringify(steps),
      })
      .execute();
}

/** Two audits of the site, and a change that came of the newer one and is on the site. */
export async function plantAudits(tx: Tx, tenantId: string, { audit }: DemoReach): Promise<void> {
  const { domain, scores, summary, findings, fix } = audit;
  const done = { tenantId, domain, status: "done" } as const;
  const [before, now] = scores;
  await tx
    .insertInto("siteAudits")
    .values({ ...done, id: newId("siteAudit"), technicalScore: before, summary, finishedAt: moment(-34) })
    .execute();
  const id = newId("siteAudit");
  const actions = findings.map(
    ({ title, impact }, at): SiteAction => ({ order: at + 1, title, effort: "S", impact, owner: "agent" }),
  );
  await tx
    .insertInto("siteAudits")
    .values({
      ...{ ...done, id, technicalScore: now, scoreDelta: now - before, summary, finishedAt: moment(-3) },
      actionList: JSON.stringify(actions),
    })
    .execute();
  const ids = findings.map(() => newId("siteAuditFinding"));
  for (const [at, finding] of findings.entries())
    await tx
      .insertInto("siteAuditFindings")
      .values({
        ...{ tenantId, id: ids[at] ?? "", siteAuditId: id, ...finding },
        status: at === 0 ? "fixed" : "open",
      })
      .execute();
  const diff = ["@@ -3,3 +3,3 @@", "   <head>", `-${fix.removed}`, `+${fix.added}`, "   </head>"].join("\n");
  const files = [
    { path: fix.page, sha256: sha256(fix.removed), findingIds: ids.slice(0, 1), explanation: fix.explanation, diff },
  ];
  await tx
    .insertInto("agentCodeChanges")
    .values({
      ...{ tenantId, id: newId("codeChange"), siteAuditId: id, title: fix.title, body: fix.body, status: "merged" },
      ...{ findingIds: ids.slice(0, 1), files: JSON.stringify(files), contentHash: sha256(JSON.stringify(files)) },
      ...{ decidedBy: "system:seed", decidedAt: moment(-2) },
    })
    .execute();
}
