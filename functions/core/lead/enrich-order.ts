import * as Effect from "#core/effect/index.ts";
import { newest, order } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { companyDomainOf, enrichAgainDays, type LeadDetail } from "#schema/lead.ts";
import { held } from "./index.ts";
import { detail, type Row } from "./shape.ts";
import { unmasked } from "./sight.ts";
import { logged } from "./timeline.ts";

const agent = "lead-enricher";

/** Has the company of a lead looked up. @throws lead.not_eligible; plan.plan_limit; credits.insufficient_credits */
export async function enrich(id: string): Promise<LeadDetail> {
  require("lead.edit", "look companies up");
  return transaction(async (tx) => {
    const { row, sight } = await held(tx, id);
    unmasked(sight);
    const refusal = await refusalOf(tx, row);
    if (refusal) throw new AppError("lead.not_eligible", refusal);
    const blocked = await begin(tx, row, "high");
    if (blocked === "plan") throw new AppError("plan.plan_limit", "Looking companies up comes with the pro plan.");
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits left to look the company up.");
    if (blocked) throw new AppError("request.illegal_transition", `The company cannot be looked up now (${blocked}).`);
    return detail({ ...row, enriching: true }, sight);
  });
}

/** Has the company of a new lead looked up where the workspace wants that; what stands in the way is noted. */
export async function considerEnrichment(tx: Tx, row: Row): Promise<void> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("autoEnrich")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (!settings?.autoEnrich) return;
  const blocked = (await refusalOf(tx, row)) ?? (await begin(tx, row, "normal"));
  if (blocked) await logged(tx, row.id, { type: "enrichment", description: "Skipped", metadata: { why: blocked } });
}

async function begin(tx: Tx, row: Row, priority: "high" | "normal"): Promise<string | null> {
  const subject = { type: "lead", id: row.id };
  const version = ((await newest(tx, agent, subject))?.version ?? 0) + 1;
  const blocked = await order(tx, { agent, subject, version, priority, rateKey: "lead_enrichment" });
  if (blocked) return blocked;
  await tx
    .updateTable("leads")
    .set({ enriching: true })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("lead:updated", { id: row.id, status: row.status });
  return null;
}

// Only what a company says of itself is read, and only where a site is known.
async function refusalOf(tx: Tx, row: Row): Promise<string | null> {
  if (row.enriching) return "The company is being looked up.";
  if (!companyDomainOf(row.email))
    return "Nothing is known of the company's site: the e-mail is one that anybody can have.";
  const since = row.enrichedAt ? Date.now() - row.enrichedAt.getTime() : Number.POSITIVE_INFINITY;
  if (since < enrichAgainDays * 86_400_000) return `A company is looked up once in ${enrichAgainDays} days.`;
  const owner = await tx
    .selectFrom("tenants")
    .select("dataPrivacyLevel")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  return owner.dataPrivacyLevel === "local_only" ? "This workspace lets nothing be asked of anybody outside." : null;
}
