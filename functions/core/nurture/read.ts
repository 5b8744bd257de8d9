import { iso } from "#core/page/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Enrollment } from "#schema/nurture.ts";
import { stepsOfEach } from "./rows.ts";

const shownMax = 20;

/** The sequences that a lead followed and follows, newest first, each with how far its steps came. */
export async function ofLead(tx: Tx, leadId: string): Promise<Enrollment[]> {
  const rows = await tx
    .selectFrom("leadNurtureEnrollments as e")
    .innerJoin("leadNurtureSequences as s", (join) =>
      join.onRef("s.tenantId", "=", "e.tenantId").onRef("s.id", "=", "e.sequenceId"),
    )
    .selectAll("e")
    .select("s.name as sequenceName")
    .where("e.tenantId", "=", tenant())
    .where("e.leadId", "=", leadId)
    .orderBy("e.id", "desc")
    .limit(shownMax)
    .execute();
  const runs = await tx
    .selectFrom("nurtureStepRuns")
    .select(["enrollmentId", "stepOrder", "status", "leadEmailId", "executedAt", "errorCode"])
    .where("tenantId", "=", tenant())
    .where(
      "enrollmentId",
      "in",
      rows.map(({ id }) => id),
    )
    .execute();
  const stepsAt = await stepsOfEach(
    tx,
    rows.map(({ sequenceId }) => sequenceId),
  );
  return rows.map((row) => {
    const steps = stepsAt(row.sequenceId, row.sequenceVersion);
    return {
      ...{ id: row.id, sequenceId: row.sequenceId, sequenceName: row.sequenceName },
      status: row.status as Enrollment["status"],
      currentStepOrder: row.currentStepOrder,
      nextStepAt: iso(row.nextStepAt),
      exitReason: row.exitReason as Enrollment["exitReason"],
      steps: steps.map(({ stepOrder, ...step }) => {
        const run = runs.find((one) => one.enrollmentId === row.id && one.stepOrder === stepOrder);
        return {
          ...step,
          status: (run?.status ?? null) as Enrollment["steps"][number]["status"],
          leadEmailId: run?.leadEmailId ?? null,
          executedAt: iso(run?.executedAt ?? null),
          errorCode: run?.errorCode ?? null,
        };
      }),
      createdAt: iso(row.createdAt),
    };
  });
}
