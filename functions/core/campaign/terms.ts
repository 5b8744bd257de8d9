import type { TermVerdicts } from "#agents/search-term-classifier.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { type SearchedTerm, searchTermsOf } from "#platform/channel/ad-figures.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { type SearchTerm, TermDecision, type TermFilter, termMachine } from "#schema/campaign-results.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import type { Page } from "#schema/page.ts";
import { readLinked } from "./link.ts";
import { orderOn } from "./order.ts";
import { own, planned, subject } from "./own.ts";

const batchMax = 200;
const lookBackDays = 30;
const dayMs = 86_400_000;

/** Has what people typed read and judged, at most 200 terms at a time. */
export async function classify(campaignId: string): Promise<void> {
  require("campaign.decide_dm", "have search terms judged");
  await transaction(async (tx) => {
    await planned(tx, campaignId, false);
    await orderOn(tx, "search-term-classifier", campaignId);
  });
}

/** What the classifier gets: the newest figures of terms that nobody has judged, read from the platform first. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const campaignId = run.subjectId ?? "";
  const to = new Date().toISOString().slice(0, 10);
  const from = new Date(Date.now() - lookBackDays * dayMs).toISOString().slice(0, 10);
  const found = await readLinked(campaignId, "google_ads", (account) => searchTermsOf(account, { from, to }));
  return transaction(async (tx) => {
    const row = await own(tx, campaignId);
    await keep(tx, campaignId, found, to);
    const terms = await unjudged(tx, campaignId);
    if (terms.length === 0) throw new CannotCompose("There is no search term that nobody has judged.");
    const judged = await decided(tx, campaignId);
    return {
      ...{ terms, campaignGoal: row.goal, campaignName: row.name },
      existingKeywords: judged.filter(({ decision }) => decision === "add_as_keyword").map(({ term }) => term),
      negatives: judged.filter(({ decision }) => decision === "add_as_negative").map(({ term }) => term),
    };
  });
}

/** Keeps a verdict for each term; people decide them one by one. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<TermVerdicts>): Promise<void> {
  const row = await own(tx, run.subjectId ?? "");
  const known = new Set((await unjudged(tx, row.id)).map(({ id }) => id));
  const items = data.items.filter(({ id }) => known.has(id));
  for (const { id: searchTermReportId, classification, matchType, rationale, confidence } of items)
    await tx
      .insertInto("searchTermClassifications")
      .values({
        ...{ tenantId: tenant(), id: newId("searchTermClassification"), campaignId: row.id, searchTermReportId },
        ...{ classification, matchType: matchType ?? null, rationale, confidence, runId: run.id },
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "searchTermReportId"]).doNothing())
      .execute();
  await Effect.audit("search_term.classified", subject(row), { after: { terms: items.length } });
  await Effect.live("content:updated", { kind: "search_term", id: row.id, status: "pending", version: run.version });
}

/** The terms stay as they are. */
export async function giveUp(): Promise<void> {}

/** What people typed, with the verdicts, newest first. */
export async function list(campaignId: string, query: TermFilter): Promise<Page<SearchTerm>> {
  require("campaign.read", "see search terms");
  const { limit, cursor, classification } = query;
  const scope = JSON.stringify(["search-terms", tenant(), campaignId, classification]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    await own(tx, campaignId, false);
    const rows = await verdicts(tx)
      .where("c.campaignId", "=", campaignId)
      .$if(classification !== undefined, (found) => found.where("c.classification", "=", classification ?? ""))
      .$if(position !== undefined, (found) => found.where("c.id", "<", position?.[0] ?? ""))
      .orderBy("c.id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** A reviewer's word on a term: a verdict, or that it is left. What was pushed stays. */
export async function decide(campaignId: string, id: string, input: TermDecision): Promise<SearchTerm> {
  require("campaign.decide_dm", "decide search terms");
  const said = TermDecision.parse(input);
  return transaction(async (tx) => {
    const row = await verdicts(tx)
      .where("c.campaignId", "=", campaignId)
      .where("c.id", "=", id)
      .forUpdate("c")
      .executeTakeFirst();
    if (!row) throw notFound("Search term", id);
    const isSkip = "skip" in said;
    const from = row.status as SearchTerm["status"];
    const status =
      !isSkip && from === "dm_reviewed" ? from : after(termMachine, from, isSkip ? "skip" : "review", "The term");
    const decision = isSkip ? null : said.decision;
    await tx
      .updateTable("searchTermClassifications")
      .set({ status, decision, decidedBy: reference(), decidedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const about = { type: "search_term", id, label: row.term };
    await Effect.audit(isSkip ? "search_term.skipped" : "search_term.reviewed", about, { after: { decision } });
    return shape({ ...row, status, decision });
  });
}

async function keep(tx: Tx, campaignId: string, found: readonly SearchedTerm[], syncOn: string): Promise<void> {
  for (const { term, adGroup, costMinor, ...figures } of found) {
    const { impressions, clicks, conversions } = figures;
    const fresh = { adGroup: adGroup.slice(0, 200), impressions, clicks, costMinor, conversions };
    await tx
      .insertInto("searchTermReports")
      .values({
        ...{ tenantId: tenant(), id: newId("searchTermReport"), campaignId, syncOn },
        ...{ searchTerm: term.slice(0, 200), ...fresh },
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "campaignId", "searchTerm", "syncOn"]).doUpdateSet(fresh))
      .execute();
  }
}

// A term is judged once: tomorrow's figures of the same words are no new question.
async function unjudged(tx: Tx, campaignId: string) {
  const rows = await tx
    .selectFrom("searchTermReports as r")
    .distinctOn("r.searchTerm")
    .select(["r.id", "r.searchTerm as term", "r.adGroup", "r.impressions", "r.clicks", "r.costMinor", "r.conversions"])
    .where("r.tenantId", "=", tenant())
    .where("r.campaignId", "=", campaignId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("searchTermClassifications as c")
            .innerJoin("searchTermReports as o", (join) =>
              join.onRef("o.tenantId", "=", "c.tenantId").onRef("o.id", "=", "c.searchTermReportId"),
            )
            .select("c.id")
            .whereRef("c.tenantId", "=", "r.tenantId")
            .whereRef("o.campaignId", "=", "r.campaignId")
            .whereRef("o.searchTerm", "=", "r.searchTerm"),
        ),
      ),
    )
    .orderBy("r.searchTerm")
    .orderBy("r.syncOn", "desc")
    .execute();
  return rows.toSorted((a, b) => Number(b.costMinor) - Number(a.costMinor)).slice(0, batchMax);
}

async function decided(tx: Tx, campaignId: string): Promise<{ term: string; decision: string | null }[]> {
  return verdicts(tx)
    .where("c.campaignId", "=", campaignId)
    .where("c.decision", "is not", null)
    .orderBy("c.id", "desc")
    .limit(500)
    .execute();
}

function verdicts(tx: Tx) {
  return tx
    .selectFrom("searchTermClassifications as c")
    .innerJoin("searchTermReports as r", (join) =>
      join.onRef("r.tenantId", "=", "c.tenantId").onRef("r.id", "=", "c.searchTermReportId"),
    )
    .select(["c.id", "r.searchTerm as term", "r.adGroup", "r.impressions", "r.clicks", "r.costMinor", "r.conversions"])
    .select(["c.classification", "c.matchType", "c.rationale", "c.confidence", "c.decision", "c.status"])
    .where("c.tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof verdicts>["execute"]>>[number]): SearchTerm {
  const { costMinor, conversions, confidence, ...said } = row;
  return {
    ...(said as Omit<SearchTerm, "costMinor" | "conversions" | "confidence">),
    ...{ costMinor: Number(costMinor), conversions: Number(conversions), confidence: Number(confidence) },
  };
}
