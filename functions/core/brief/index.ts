import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BriefGoal } from "#schema/brief.ts";
import { newId } from "#schema/ids.ts";

/** The content brief as its agent writes it. */
export interface BriefOutput {
  workingTitle: string;
  targetKeyword: string;
  secondaryKeywords: string[];
  searchIntent: string;
  wordCount: number;
  angle: string;
  outline: unknown[];
  internalLinks: unknown[];
  [more: string]: unknown;
}

/** Stores the brief a run wrote. A run stores its brief once. @returns the brief's id */
export async function store(
  tx: Tx,
  input: { activityId: string; runId: string; output: BriefOutput; contentGoal: BriefGoal; targetUrl?: string },
): Promise<string> {
  const known = await tx
    .selectFrom("contentBriefs")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("runId", "=", input.runId)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId("contentBrief");
  const { output } = input;
  await tx
    .insertInto("contentBriefs")
    .values({
      tenantId: tenant(),
      id,
      title: output.workingTitle,
      targetKeyword: output.targetKeyword,
      secondaryKeywords: output.secondaryKeywords,
      wordCount: output.wordCount,
      searchIntent: output.searchIntent,
      outline: JSON.stringify(output.outline),
      angle: output.angle,
      internalLinks: JSON.stringify(output.internalLinks),
      goal: input.contentGoal,
      targetUrl: input.targetUrl ?? null,
      details: JSON.stringify(output),
      activityId: input.activityId,
      runId: input.runId,
    })
    .execute();
  await Effect.audit(
    "content_brief.created",
    { type: "content_brief", id, label: output.workingTitle },
    { after: { title: output.workingTitle, targetKeyword: output.targetKeyword, wordCount: output.wordCount } },
  );
  return id;
}

/** The brief that the post of an activity is written from, or undefined. */
export async function ofPost(tx: Tx, activityId: string): Promise<{ id: string; details: BriefOutput } | undefined> {
  const row = await tx
    .selectFrom("blogPosts as p")
    .innerJoin("contentBriefs as b", (join) =>
      join.onRef("b.tenantId", "=", "p.tenantId").onRef("b.id", "=", "p.briefId"),
    )
    .select(["b.id", "b.details"])
    .where("p.tenantId", "=", tenant())
    .where("p.activityId", "=", activityId)
    .executeTakeFirst();
  return row ? { id: row.id, details: row.details as unknown as BriefOutput } : undefined;
}
