import type { BrandNarrative } from "#agents/brand-narrative-analyst.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { order } from "#core/run/order.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type NarrativePeriod, type NarrativeStatus, VisibilityPlatform, VisibilityType } from "#schema/visibility.ts";
import { companyOf } from "./company.ts";
import { todayUtc } from "./questions.ts";
import { answersSince } from "./read.ts";
import { daysBefore, scoreOf, sentimentsOf, trendOf, voicesOf } from "./score.ts";

const excerptsMax = 100;
const daysOf: Record<NarrativePeriod, number> = { last_7_days: 7, last_30_days: 30 };

/** Orders a narrative of the last month's answers, of the last week's where they come every night; without credits or the agent there is none. */
export async function begin(tx: Tx): Promise<void> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("aiVisibilitySchedule")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const period: NarrativePeriod = settings?.aiVisibilitySchedule === "nightly" ? "last_7_days" : "last_30_days";
  const answers = await answersSince(tx, daysBefore(todayUtc(), daysOf[period]));
  const score = scoreOf(answers);
  if (score === null) return;
  const id = newId("visibilityNarrative");
  const subject = { type: "ai_visibility", id };
  const work = { agent: "brand-narrative-analyst", subject, version: 1, priority: "low" } as const;
  // The answers stay, whatever keeps the analyst from its work.
  const blocked = await order(tx, work).catch((error: unknown) => {
    if (error instanceof AppError) return error.code;
    throw error;
  });
  if (blocked) return;
  await tx
    .insertInto("aiVisibilityNarratives")
    .values({ tenantId: tenant(), id, period, status: "generating", geoScore: score })
    .execute();
  await Effect.live("ai_visibility:updated", { id });
}

/** What the analyst gets: counts made by rules, and the places where the brand is spoken of. @throws CannotCompose without an answer */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("aiVisibilityNarratives")
      .select(["id", "period", "geoScore"])
      .where("tenantId", "=", tenant())
      .where("id", "=", run.subjectId ?? "")
      .executeTakeFirst();
    if (!row) throw notFound("Narrative", run.subjectId ?? "");
    const period = row.period as NarrativePeriod;
    const today = todayUtc();
    const company = await companyOf(tx);
    const answers = await answersSince(tx, daysBefore(today, daysOf[period]));
    if (answers.length === 0) throw new CannotCompose("No assistant has answered in the period.");
    const byKey = <K extends string>(options: readonly K[], of: (one: (typeof answers)[number]) => K) =>
      options.flatMap((key) => {
        const score = scoreOf(answers.filter((one) => of(one) === key));
        return score === null ? [] : [{ key, score }];
      });
    return {
      period,
      brand: company.name,
      geoScore: Number(row.geoScore),
      aggregates: {
        answers: answers.length,
        mentioned: answers.filter(({ mentioned }) => mentioned).length,
        first: answers.filter(({ rank }) => rank === 1).length,
        trend: trendOf(answers, today),
        platforms: byKey(VisibilityPlatform.options, ({ platform }) => platform),
        types: byKey(VisibilityType.options, ({ type }) => type),
        voices: voicesOf(company.name, answers),
        sentiment: sentimentsOf(answers),
      },
      excerpts: answers.slice(0, excerptsMax).map(({ platform, type, prompt, rank, sentiment, excerpt }) => ({
        ...{ platform, type, prompt, rank, sentiment, excerpt },
      })),
    };
  });
}

/** Keeps what was told. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<BrandNarrative>): Promise<void> {
  const { narrative, geoScore, ...details } = data;
  await set(tx, run.subjectId, "done", { narrative, geoScore, runId: run.id, details: JSON.stringify(details) });
  const subject = { type: "ai_visibility_narrative", id: run.subjectId ?? "", label: "AI visibility" };
  await Effect.audit("ai_visibility.narrative_written", subject, { after: { score: geoScore } });
}

/** Nothing is told of these answers. */
export async function giveUp(tx: Tx, run: Failed): Promise<void> {
  await set(tx, run.subjectId, "failed", { runId: run.id });
}

async function set(
  tx: Tx,
  id: string | null,
  status: NarrativeStatus,
  values: { runId: string; narrative?: string; geoScore?: number; details?: string },
): Promise<void> {
  await tx
    .updateTable("aiVisibilityNarratives")
    .set({ status, ...values })
    .where("tenantId", "=", tenant())
    .where("id", "=", id ?? "")
    .execute();
  await Effect.live("ai_visibility:updated", { id: id ?? "" });
}
