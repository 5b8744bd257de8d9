import type { Failed } from "#agents/descriptor/index.ts";
import type { SiteAuditReport } from "#agents/site-auditor.ts";
import * as Activity from "#core/activity/index.ts";
import { hostOf } from "#core/crawl/domain.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { SiteSeverity } from "#schema/site-audit.ts";
import { coverageOf } from "./coverage.ts";
import { crawlOf } from "./crawl.ts";
import * as SiteAudit from "./index.ts";
import { siteRules } from "./rules.ts";

type Finding = SiteAuditReport["warnings"][number];

/** What the auditor gets: what the last crawl shows, and when the site was judged before. @throws CannotCompose without a crawl */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const site = await siteOfTenant(tx);
    const crawlSummary = site && (await crawlOf(tx, site));
    if (!site || !crawlSummary)
      throw new CannotCompose("The site has not been crawled in the last 30 days. Crawl it, then try again.");
    const before = await previous(tx, activity.id);
    const coverage = await coverageOf(tx, crawlSummary.urls);
    return {
      clientDomain: hostOf(site.url),
      focusAreas: activity.input["focusAreas"] ?? [],
      crawlSummary,
      ...(coverage ? { searchConsoleCoverage: coverage } : {}),
      ...(before?.finishedAt ? { previousAuditDate: before.finishedAt.toISOString().slice(0, 10) } : {}),
      ...(typeof before?.technicalScore === "number" ? { previousScore: before.technicalScore } : {}),
    };
  });
}

/** Stores score, findings and actions; the activity is done. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<SiteAuditReport>): Promise<void> {
  const activityId = run.activityId ?? "";
  const { id, domain } = await auditOf(tx, activityId);
  const before = await previous(tx, activityId);
  const { technicalScore, summary, prioritisedActionList } = data;
  const scoreDelta = typeof before?.technicalScore === "number" ? technicalScore - before.technicalScore : null;
  await tx
    .updateTable("siteAudits")
    .set({
      ...{ status: "done", technicalScore, scoreDelta, summary, runId: run.id, finishedAt: new Date() },
      actionList: JSON.stringify(prioritisedActionList),
      failureMessage: null,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await keep(tx, id, "critical", data.criticalIssues);
  await keep(tx, id, "warning", data.warnings);
  await keep(tx, id, "opportunity", data.opportunities);
  await Effect.audit("site_audit.finished", { type: "site_audit", id, label: domain }, { after: { technicalScore } });
  await Activity.finish(tx, activityId, "finish", { siteAuditId: id });
}

/** The audit has failed, and so has its activity. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (!run.activityId) return;
  const { id, domain } = await auditOf(tx, run.activityId);
  await tx
    .updateTable("siteAudits")
    .set({ status: "failed", failureMessage: message.slice(0, 500), finishedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit("site_audit.finished", { type: "site_audit", id, label: domain }, { after: { failed: code } });
  await giveUpActivity(tx, run, code, message);
}

async function auditOf(tx: Tx, activityId: string): Promise<{ id: string; domain: string }> {
  const site = await siteOfTenant(tx);
  const domain = site ? hostOf(site.url) : "no site";
  const { input } = await Activity.locked(tx, activityId);
  const focusAreas = Array.isArray(input["focusAreas"]) ? input["focusAreas"].map(String) : [];
  return { id: await SiteAudit.begin(tx, { activityId, domain, focusAreas }), domain };
}

async function previous(tx: Tx, activityId: string) {
  return tx
    .selectFrom("siteAudits")
    .select(["technicalScore", "finishedAt"])
    .where("tenantId", "=", tenant())
    .where("activityId", "is distinct from", activityId)
    .where("status", "=", "done")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function keep(tx: Tx, siteAuditId: string, severity: SiteSeverity, findings: readonly Finding[]): Promise<void> {
  for (const { code, title, detail, affectedUrls: urls, evidence } of findings) {
    const { area, effort, impact } = siteRules[code];
    await tx
      .insertInto("siteAuditFindings")
      .values({
        ...{ tenantId: tenant(), id: newId("siteAuditFinding"), siteAuditId },
        ...{ code, area, severity, title, detail, urls, evidence, effort, impact },
      })
      .execute();
  }
}
