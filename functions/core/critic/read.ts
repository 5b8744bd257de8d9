import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import type { CriticResult } from "#schema/blog.ts";

export type Verdict = CriticResult;
/** A verdict as the critic gives it, with how well the voice was hit. */
export type FreshVerdict = Verdict & { brandScore: number };

interface Subject {
  type: string;
  id: string;
}

/** The newest verdict on a subject, or null. */
export async function latest(tx: Tx, { type, id }: Subject): Promise<Verdict | null> {
  const row = await tx
    .selectFrom("criticResults")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", type)
    .where("subjectId", "=", id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { version, score, passed } = row;
  return {
    ...{ version, score, passed },
    confidence: row.confidence as Verdict["confidence"],
    recommendation: row.recommendation as Verdict["recommendation"],
    issues: row.issues as unknown as Verdict["issues"],
  };
}

/** True while the critic may send a draft back to its writer: once; then people see it, with its issues flagged. */
export async function mayAskAgain(tx: Tx, { type, id }: Subject): Promise<boolean> {
  const newest = await tx
    .selectFrom("contentVersions as v")
    .innerJoin("agentRuns as r", (join) => join.onRef("r.tenantId", "=", "v.tenantId").onRef("r.id", "=", "v.runId"))
    .select("r.wakeReason")
    .where("v.tenantId", "=", tenant())
    .where("v.subjectType", "=", type)
    .where("v.subjectId", "=", id)
    .orderBy("v.version", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest?.wakeReason !== "critic";
}

/** How well the factual sentences of a version are supported. */
export async function supportOf(tx: Tx, { type, id }: Subject, version: number) {
  const rows = await tx
    .selectFrom("claims")
    .select(["text", "support"])
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", type)
    .where("subjectId", "=", id)
    .where("version", "=", version)
    .orderBy("startOffset")
    .execute();
  const of = (support: string) => rows.filter((row) => row.support === support);
  return {
    supported: of("supported").length,
    weak: of("weak").length,
    unsupported: of("unsupported").length,
    unsupportedSentences: of("unsupported")
      .map(({ text }) => text)
      .slice(0, 20),
  };
}

/** What a version claims and nothing carries: its sentences, else what the checks of its writer found. */
export async function unsupportedOf(
  tx: Tx,
  { version, ...subject }: Subject & { version: number },
  writerId: string | null,
): Promise<string[]> {
  const { unsupported, unsupportedSentences } = await supportOf(tx, subject, version);
  if (unsupported > 0) return unsupportedSentences;
  const rows = await tx
    .selectFrom("validatorResults")
    .select("details")
    .where("tenantId", "=", tenant())
    .where("runId", "=", writerId ?? "")
    .where("version", "=", version)
    .where("validator", "=", "V7")
    .where("passed", "=", false)
    .execute();
  return rows.flatMap(({ details }) => (details as { items?: string[] }).items ?? []);
}

/** What people are told of a version before they decide it: what the critic said, or that it could not, and what was noticed besides. */
export async function flagsOf(
  tx: Tx,
  subject: Subject,
  { version, verdict, suspected }: { version: number; verdict: Pick<Verdict, "passed"> | null; suspected: boolean },
): Promise<ApprovalFlag[]> {
  const flags: ApprovalFlag[] = [];
  if (!verdict) flags.push("critic_unavailable");
  if (verdict && !verdict.passed) flags.push("critic_failed");
  if (suspected) flags.push("injection_suspected");
  if ((await supportOf(tx, subject, version)).unsupported > 0) flags.push("unsupported_claims");
  return flags;
}
