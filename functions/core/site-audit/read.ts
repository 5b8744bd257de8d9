import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { SiteAction, SiteAudit, SiteAuditDetail } from "#schema/site-audit.ts";

const listMax = 50;

/** The last fifty audits of the site, newest first. */
export async function list(): Promise<SiteAudit[]> {
  require("insight.read", "see audits of the site");
  const rows = await transaction((tx) => audits(tx).orderBy("id", "desc").limit(listMax).execute());
  return rows.map(shape);
}

/** One audit with its findings, worst first, and what to do in which order. */
export async function get(id: string): Promise<SiteAuditDetail> {
  require("insight.read", "see audits of the site");
  return transaction(async (tx) => {
    const row = await audits(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Site audit", id);
    const findings = await tx
      .selectFrom("siteAuditFindings")
      .select(["id", "code", "area", "severity", "title", "detail", "urls", "evidence", "effort", "impact", "status"])
      .where("tenantId", "=", tenant())
      .where("siteAuditId", "=", id)
      .orderBy("id")
      .execute();
    return {
      ...shape(row),
      actions: row.actionList as unknown as SiteAction[],
      findings: findings as unknown as SiteAuditDetail["findings"],
    };
  });
}

function audits(tx: Tx) {
  return tx.selectFrom("siteAudits").selectAll().where("tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof audits>["execute"]>>[number]): SiteAudit {
  return {
    id: row.id,
    domain: row.domain,
    focusAreas: row.focusAreas as SiteAudit["focusAreas"],
    status: row.status as SiteAudit["status"],
    technicalScore: row.technicalScore,
    scoreDelta: row.scoreDelta,
    summary: row.summary,
    failureMessage: row.failureMessage,
    activityId: row.activityId,
    createdAt: iso(row.createdAt),
    finishedAt: iso(row.finishedAt),
  };
}
