import { execute } from "#core/run/execute.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { as, machine, type TestTenant } from "./tenant.ts";

const roundsMax = 40;

/** Does the work of every run of a tenant that waits, and of those that follow from it. */
export async function workAll(tenant: TestTenant): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const run = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .orderBy("id")
        .limit(1)
        .executeTakeFirst(),
    );
    if (!run) return;
    await as(machine(tenant.id), () => execute(run.id));
  }
  throw new Error("the runs of the tenant do not come to an end");
}

/** The entries that some actions have left in the log of a tenant, in order. `like` as SQL has it. */
export async function audited(tenant: TestTenant, like: string): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'audit' and name like $2 order by id",
    [tenant.id, like],
  );
  return rows.map(({ name }) => name);
}
