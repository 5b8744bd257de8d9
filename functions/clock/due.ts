import { provide } from "#platform/actor.ts";
import { asPlatform, sql } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { newId } from "#schema/ids.ts";
import type { ScheduleName } from "#schema/schedules.ts";

/**
 * Runs `work` as the clock for each tenant that `due` (a query of tenant ids over all tenants) names, so that quiet tenants cost
 * nothing; those that are closed only where `of` says so. One tenant's failure is logged and does not keep the others waiting.
 */
export async function forTenantsDue(
  schedule: ScheduleName,
  due: ReturnType<typeof sql<{ tenantId: string }>>,
  work: () => Promise<unknown>,
  of: "open" | "all" = "open",
): Promise<void> {
  const { rows } = await asPlatform((tx) =>
    sql<{
      tenantId: string;
    }>`select distinct d.tenant_id from (${due}) d join tenants t on t.id = d.tenant_id and (${of === "all"} or t.status in ('onboarding', 'trialing', 'active'))`.execute(
      tx,
    ),
  );
  for (const { tenantId } of rows) {
    await provide(
      { kind: "system", tenantId, name: schedule },
      { door: schedule, requestId: newId("request") },
      async () => {
        try {
          await work();
        } catch (error) {
          log.error({ schedule, error: error instanceof Error ? error.stack : String(error) }, "clock work failed");
        }
      },
    );
  }
}
