import { type CriticVerdict, conclude } from "#agents/descriptor/critique.ts";
import { inForce } from "#core/context/in-force.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { orderIssue, unsupportedIssue } from "./issues.ts";
import { type FreshVerdict, flagsOf, latest, supportOf, unsupportedOf } from "./read.ts";
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

/** Stores the verdict; the draft goes to people or back to its writer. What code has found blocks, whatever the critic answered. */
export async function store(
  tx: Tx,
  run: ClaimedRun,
  { data, suspected: found }: Product<CriticVerdict>,
): Promise<void> {
  const { type, id } = subjectOf(run);
  const { version } = run;
  const writerId = await criticisedOf(type).writtenBy(tx, id);
  const suspected = found || (await followedOrders(tx, writerId));
  const verdict = conclude(data, [
    ...unsupportedIssue(await unsupportedOf(tx, { type, id, version }, writerId)),
    ...(suspected ? [orderIssue] : []),
  ]);
  const { score, passed, confidence, recommendation, issues } = verdict;
  await tx
    .insertInto("criticResults")
    .values({
      ...{ tenantId: tenant(), id: newId("criticResult"), runId: run.id, subjectType: type, subjectId: id, version },
      ...{ score, passed, confidence, recommendation, issues: JSON.stringify(issues) },
    })
    .execute();
  await concluded(tx, { type, id, version }, { verdict: { ...verdict, version }, suspected });
  await Effect.live("content:updated", { kind: type, id, status: "reviewed", version });
}

/** The critic failing never blocks a draft: it goes on without a verdict. */
export async function giveUp(tx: Tx, run: Pick<ClaimedRun, "subjectType" | "subjectId" | "version">): Promise<void> {
  const { subjectType: type, subjectId: id, version } = run;
  if (!type || !id) return;
  const suspected = await followedOrders(tx, await criticisedOf(type).writtenBy(tx, id));
  await concluded(tx, { type, id, version }, { verdict: null, suspected });
}

// Goes on with a version, with what people are told of it.
async function concluded(
  tx: Tx,
  { type, id, version }: { type: string; id: string; version: number },
  { verdict, suspected }: { verdict: FreshVerdict | null; suspected: boolean },
): Promise<void> {
  const flags = () => flagsOf(tx, { type, id }, { version, verdict, suspected });
  await criticisedOf(type).concluded(tx, id, { version, verdict, flags });
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
