import type { CriticVerdict } from "#agents/descriptor/critique.ts";
import { inForce } from "#core/context/in-force.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { latest, supportOf } from "./read.ts";
import { criticisedOf } from "./subjects.ts";

/** What the critic gets: the draft with its limits and brief, its source check and what was said of the last version. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { type, id } = subjectOf(run);
  return transaction(async (tx) => {
    const context = await inForce(tx);
    return {
      kind: type,
      ...(await criticisedOf(type).draft(tx, id)),
      contextDigest: context?.body ?? "",
      previousIssues: (await latest(tx, { type, id }))?.issues ?? [],
      claims: await supportOf(tx, { type, id }, run.version),
    };
  });
}

/** Stores the verdict; the draft goes to people or back to its writer. */
export async function store(
  tx: Tx,
  run: ClaimedRun,
  { data: verdict, suspected: found }: Product<CriticVerdict>,
): Promise<void> {
  const { type, id } = subjectOf(run);
  const { version } = run;
  const suspected = found || (await followedOrders(tx, await criticisedOf(type).writtenBy(tx, id)));
  const { score, passed, confidence, recommendation, issues } = verdict;
  await tx
    .insertInto("criticResults")
    .values({
      ...{ tenantId: tenant(), id: newId("criticResult"), runId: run.id, subjectType: type, subjectId: id, version },
      ...{ score, passed, confidence, recommendation, issues: JSON.stringify(issues) },
    })
    .execute();
  await criticisedOf(type).concluded(tx, id, { version, verdict: { ...verdict, version }, suspected });
  await Effect.live("content:updated", { kind: type, id, status: "reviewed", version });
}

/** The critic failing never blocks a draft: it goes on without a verdict. */
export async function giveUp(tx: Tx, run: Pick<ClaimedRun, "subjectType" | "subjectId" | "version">): Promise<void> {
  if (!run.subjectType || !run.subjectId) return;
  const said = { version: run.version, verdict: null, suspected: false };
  await criticisedOf(run.subjectType).concluded(tx, run.subjectId, said);
}

function subjectOf({ subjectType, subjectId }: Pick<ClaimedRun, "subjectType" | "subjectId">) {
  if (!subjectType || !subjectId) throw new Error("The critic's run names no draft.");
  return { type: subjectType, id: subjectId };
}

// The writer's own check (V11) found an instruction from a document echoed in the draft.
async function followedOrders(tx: Tx, runId: string | null): Promise<boolean> {
  const row = await tx
    .selectFrom("validatorResults")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("runId", "=", runId ?? "")
    .where("validator", "=", "V11")
    .where("passed", "=", false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
