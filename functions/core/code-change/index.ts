import * as Effect from "#core/effect/index.ts";
import { order } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { FixOrder } from "#schema/code-change.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { issuesOf, pagesOf } from "./pages.ts";
import { locked, move } from "./rows.ts";

/**
 * Has findings of an audit mended: a proposal, which people decide. @returns the change's id
 * @throws request.illegal_transition when none of them can be mended at a page; plan.plan_limit; credits.insufficient_credits
 */
export async function propose(siteAuditId: string, input: FixOrder): Promise<string> {
  require("content.decide_dm", "have the site mended");
  const { findingIds } = FixOrder.parse(input);
  return transaction(async (tx) => {
    const audit = await tx
      .selectFrom("siteAudits")
      .select("domain")
      .where("tenantId", "=", tenant())
      .where("id", "=", siteAuditId)
      .executeTakeFirst();
    if (!audit) throw notFound("Site audit", siteAuditId);
    const issues = await issuesOf(tx, siteAuditId, findingIds);
    const refuse = (why: string) => new AppError("request.illegal_transition", why);
    if (issues.length === 0)
      throw refuse("None of the findings is open and of a kind that can be mended at a page; a developer must look.");
    if ((await pagesOf(tx, issues)).length === 0)
      throw refuse("The pages are not kept any more. Crawl the site, then try again.");
    const id = newId("codeChange");
    await tx
      .insertInto("agentCodeChanges")
      .values({ tenantId: tenant(), id, siteAuditId, findingIds: issues.map(({ findingId }) => findingId) })
      .execute();
    await Effect.audit(
      "code_change.ordered",
      { type: "code_change", id, label: audit.domain },
      { after: { findings: issues.length } },
    );
    const blocked = await order(tx, { agent: "website-code-fixer", subject: { type: "code_change", id }, version: 1 });
    if (blocked === "plan")
      throw new AppError("plan.plan_limit", "Mending the site comes with the agency plan. Change the plan first.");
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits to have the site mended.");
    if (blocked) throw refuse(`The website code fixer cannot work now (${blocked}).`);
    return id;
  });
}

/** Hash, version and title an approval of a change is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash ?? "", version: 1, title: row.title };
}

/** The change may be brought to the site. Nothing is applied here. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "approve", { decidedBy: reference(), decidedAt: new Date(), decisionNote: null });
  await Effect.audit("code_change.approved", { type: "code_change", id, label: row.title });
}

/** The change is not made; its findings stay open. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { decidedBy: reference(), decidedAt: new Date(), decisionNote: note });
  await Effect.audit("code_change.rejected", { type: "code_change", id, label: row.title }, {}, note);
}
