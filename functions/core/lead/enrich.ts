import type { Failed } from "#agents/descriptor/index.ts";
import type { CompanyFacts } from "#agents/lead-enricher.ts";
import { factsOf } from "#core/backlink/contact.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { companyDomainOf, type Enrichment } from "#schema/lead.ts";
import { rescored } from "./scoring.ts";
import { labelOf } from "./shape.ts";
import { logged } from "./timeline.ts";

/** What the enricher gets: the company's domain and what its own pages say, read as a guest now or lately. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const row = await transaction((tx) => locked(tx, run.subjectId ?? ""));
  const emailDomain = companyDomainOf(row.email);
  if (!emailDomain) throw new Error("only a company with a site of its own is looked up");
  const { extract, reachable } = await factsOf(emailDomain);
  return { leadId: row.id, emailDomain, company: row.company ?? "", extract, isReachable: reachable };
}

/** Keeps what was found beside what people wrote; nothing of theirs changes. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<CompanyFacts>): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  const before = row.enrichment as Enrichment;
  const after = { ...before, ...data };
  const isFound = isSomething(data);
  const next = await tx
    .updateTable("leads")
    .set({ enriching: false, enrichedAt: new Date(), ...(isFound ? { enrichment: JSON.stringify(after) } : {}) })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await rescored(tx, next);
  const description = isFound ? "Company facts found" : "Nothing was found";
  await logged(tx, row.id, { type: "enrichment", description, metadata: { before, after } });
  await Effect.audit("lead.enriched", { type: "lead", id: row.id, label: labelOf(row) }, { before, after });
  await Effect.live("lead:updated", { id: row.id, status: row.status });
}

/** The lead stays as it is. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  const next = await tx
    .updateTable("leads")
    .set({ enriching: false })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await rescored(tx, next);
  await logged(tx, row.id, { type: "enrichment", description: "Failed", metadata: { code } });
  await Effect.live("lead:updated", { id: row.id, status: row.status });
}

/** Whether anything of a company was found. */
export function isSomething({ sources: _, ...facts }: CompanyFacts): boolean {
  return Object.values(facts).some((fact) => fact !== undefined);
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Lead", id);
  return row;
}
