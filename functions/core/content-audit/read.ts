import { exists } from "#core/blog/versions.ts";
import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { ContentAudit } from "#schema/content-quality.ts";

const listMax = 20;

/** The last audits of a post with their findings, newest first. */
export async function list(blogPostId: string): Promise<ContentAudit[]> {
  require("insight.read", "see audits of posts");
  return transaction(async (tx) => {
    await exists(tx, blogPostId);
    const rows = await tx
      .selectFrom("contentAudits")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("blogPostId", "=", blogPostId)
      .orderBy("id", "desc")
      .limit(listMax)
      .execute();
    if (rows.length === 0) return [];
    const findings = await tx
      .selectFrom("contentAuditFindings")
      .select(["id", "contentAuditId", "category", "severity", "title", "detail", "location", "status"])
      .where("tenantId", "=", tenant())
      .where(
        "contentAuditId",
        "in",
        rows.map(({ id }) => id),
      )
      .orderBy("id")
      .execute();
    return rows.map((row) => ({
      id: row.id,
      blogPostId,
      scope: row.scope as ContentAudit["scope"],
      status: row.status as ContentAudit["status"],
      healthScore: row.healthScore,
      refreshContext: row.status === "done" ? (row.refreshContext as ContentAudit["refreshContext"]) : null,
      findings: findings
        .filter(({ contentAuditId }) => contentAuditId === row.id)
        .map(({ contentAuditId: _, ...finding }) => finding as ContentAudit["findings"][number]),
      createdAt: iso(row.createdAt),
    }));
  });
}
