import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Workspace } from "#schema/tenant.ts";

/** Whether the wizard of the tenant at work still waits: not launched yet, or put off by leaving its last step out. */
export async function standing(completedAt: Date | null): Promise<Workspace["setup"]> {
  if (completedAt) return null;
  const launch = await transaction((tx) =>
    tx
      .selectFrom("onboardingSteps as s")
      .innerJoin("onboardingRuns as r", (join) =>
        join.onRef("r.tenantId", "=", "s.tenantId").onRef("r.id", "=", "s.onboardingRunId"),
      )
      .select("s.status")
      .where("s.tenantId", "=", tenant())
      .where("s.step", "=", "launch")
      .where("r.status", "=", "open")
      .executeTakeFirst(),
  );
  return launch?.status === "skipped" ? "deferred" : "open";
}
