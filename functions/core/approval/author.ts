import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type ApprovalFlag, type ApprovalKind, statesFacts } from "#schema/approval.ts";

/** What the checks of the run that wrote a version found and nobody mended. */
export async function noticedOf(tx: Tx, kind: ApprovalKind, author: string): Promise<ApprovalFlag[]> {
  const runId = runOf(author);
  if (!runId || !statesFacts.has(kind)) return [];
  const rows = await tx
    .selectFrom("validatorResults")
    .select("validator")
    .where("tenantId", "=", tenant())
    .where("runId", "=", runId)
    .where("validator", "in", ["V7", "V11"])
    .where("passed", "=", false)
    .execute();
  const found = new Set(rows.map(({ validator }) => validator));
  return [
    ...(found.has("V7") ? (["unsupported_claims"] as const) : []),
    ...(found.has("V11") ? (["injection_suspected"] as const) : []),
  ];
}

/** What was noticed when a version was written, in sentences. */
export async function warningsOf(tx: Tx, author: string): Promise<string[]> {
  const runId = runOf(author);
  if (!runId) return [];
  const row = await tx
    .selectFrom("agentRuns")
    .select("warnings")
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .executeTakeFirst();
  return row?.warnings ?? [];
}

function runOf(author: string): string | null {
  return /^agent:(run_\w+)$/.exec(author)?.[1] ?? null;
}
