import { ask } from "#core/activity/ask.ts";
import { hostOf } from "#core/crawl/domain.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { SiteAuditOrder } from "#schema/site-audit.ts";
import { crawlOf } from "./crawl.ts";

/**
 * Orders an audit of the client's site. @returns its id
 * @throws request.illegal_transition when the site was not crawled lately; plan.plan_limit; credits.insufficient_credits
 */
export const request = fn(SiteAuditOrder, async ({ focusAreas }) => {
  require("insight.manage", "order audits of the site");
  return transaction(async (tx) => {
    const site = await siteOfTenant(tx);
    if (!site || !(await crawlOf(tx, site)))
      throw new AppError(
        "request.illegal_transition",
        "An audit reads the last crawl of the site, and there is none of the last 30 days. Crawl the site first.",
      );
    const activityId = await ask(tx, { type: "site_audit", title: "Site audit", input: { focusAreas } });
    return begin(tx, { activityId, domain: hostOf(site.url), focusAreas });
  });
});

/** The audit of an activity; made when there is none yet. @returns its id */
export async function begin(
  tx: Tx,
  audit: { activityId: string; domain: string; focusAreas: readonly string[] },
): Promise<string> {
  const known = await tx
    .selectFrom("siteAudits")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", audit.activityId)
    .forUpdate()
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId("siteAudit");
  const { activityId, domain } = audit;
  await tx
    .insertInto("siteAudits")
    .values({ tenantId: tenant(), id, activityId, domain, focusAreas: [...audit.focusAreas], status: "queued" })
    .execute();
  await Effect.audit("site_audit.requested", { type: "site_audit", id, label: domain }, { after: { domain } });
  return id;
}
