import { claim } from "#core/run/claim.ts";
import { execute } from "#core/run/execute.ts";
import { nothingSpent, succeed } from "#core/run/settle.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { AgentName } from "#schema/agent.ts";
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

/** Has all work of a tenant done that comes before an agent's. @returns its run, which nobody works on yet */
export async function until({ id: tenantId }: TestTenant, agent: AgentName): Promise<string> {
  for (;;) {
    const runs = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select(["id", "agent"])
        .where("tenantId", "=", tenantId)
        .where("status", "=", "queued")
        .orderBy("id")
        .execute(),
    );
    const [next] = runs;
    const due = runs.find((run) => run.agent === agent);
    if (due) return due.id;
    if (!next) throw new Error(`${agent} was never due`);
    await as(machine(tenantId), () => execute(next.id));
  }
}

/** The entries that some actions have left in the log of a tenant, in order. `like` as SQL has it. */
export async function audited(tenant: TestTenant, like: string): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'audit' and name like $2 order by id",
    [tenant.id, like],
  );
  return rows.map(({ name }) => name);
}

/** Has a run answered as its agent would, and what follows done. */
export async function answer(tenant: TestTenant, runId: string, data: unknown): Promise<void> {
  await as(machine(tenant.id), async () => {
    const run = await claim(runId);
    if (!run) throw new Error("the run was not there to be claimed");
    await succeed(run, { data, warnings: [], claims: [], suspected: false }, nothingSpent, "running");
  });
}
