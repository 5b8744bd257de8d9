import type { ScoreReport } from "#agents/content-optimizer.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { count, totalOf } from "./heuristics.ts";
import { textOf } from "./text.ts";

const signalsMax = 40;

/** What the optimizer gets: the version of the post that the score was asked for. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const scored = await transaction((tx) => textOf(tx, run.subjectId ?? "", run.version));
  return { kind: "blog_post", ...scored };
}

/** Stores the four scores of the version, once; what can be counted is counted here, whatever the model says. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ScoreReport>): Promise<void> {
  const subjectId = run.subjectId ?? "";
  const scored = await textOf(tx, subjectId, run.version);
  const { seo, readability, signals: counted } = count(scored);
  const { brandVoice, aiSearch } = data;
  const judged = data.signals.filter(({ dimension }) => dimension === "brand_voice" || dimension === "ai_search");
  const total = totalOf([seo, readability, brandVoice, aiSearch]);
  const stored = await tx
    .insertInto("contentScores")
    .values({
      ...{ tenantId: tenant(), id: newId("contentScore"), subjectType: "blog_post", subjectId, version: run.version },
      ...{ seo, readability, brandVoice, aiSearch, total, method: "full" },
      signals: JSON.stringify([...counted, ...judged].slice(0, signalsMax)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!stored) return;
  await Effect.audit(
    "content.scored",
    { type: "blog_post", id: subjectId, label: scored.title },
    { after: { version: run.version, total } },
  );
  await Effect.live("content:updated", { kind: "blog_post", id: subjectId, status: "scored", version: run.version });
}

/** Nothing is stored: people see what can be counted. */
export async function giveUp(): Promise<void> {}
