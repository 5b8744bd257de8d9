import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { type AgentName, runQueueOf } from "#schema/agent.ts";

const stillMs = 60_000;

/**
 * Orders again the work of runs nobody works on any more: queued without a job, running beyond their lease, or broken
 * with attempts left. A repeated order does no harm: whoever takes it first holds the run. @returns how many were ordered
 */
export async function recover(
  now: Date,
  isPending: (agent: AgentName, outboxId: string) => Promise<boolean>,
): Promise<number> {
  return transaction(async (tx) => {
    const still = new Date(now.getTime() - stillMs);
    const rows = await tx
      .selectFrom("agentRuns as r")
      .leftJoin("activities as a", (join) =>
        join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.id", "=", "r.activityId"),
      )
      .select(["r.id", "r.agent"])
      .where("r.tenantId", "=", tenant())
      .where("r.updatedAt", "<", still)
      .where("a.pausedAt", "is", null)
      .where((eb) =>
        eb.or([
          eb.and([eb("r.status", "=", "queued"), eb("r.waitsForMinor", "is", null)]),
          eb.and([eb("r.status", "=", "running"), eb("r.leaseUntil", "<", still)]),
          eb.and([
            eb("r.status", "=", "error"),
            eb("r.updatedAt", ">", new Date(now.getTime() - 3_600_000)),
            eb("a.status", "in", ["queued", "in_progress"]),
            eb.not(
              eb.exists(
                eb
                  .selectFrom("agentRuns as n")
                  .select("n.id")
                  .whereRef("n.tenantId", "=", "r.tenantId")
                  .whereRef("n.activityId", "=", "r.activityId")
                  .whereRef("n.version", "=", "r.version")
                  .whereRef("n.attempt", ">", "r.attempt"),
              ),
            ),
          ]),
        ]),
      )
      .limit(100)
      .execute();
    let ordered = 0;
    for (const row of rows) {
      if (await isPending(row.agent as AgentName, row.id)) continue;
      await Effect.job(runQueueOf(row.agent as AgentName), { runId: row.id, agent: row.agent });
      await tx
        .updateTable("agentRuns")
        .set((eb) => ({ turns: eb.ref("turns") }))
        .where("tenantId", "=", tenant())
        .where("id", "=", row.id)
        .execute();
      ordered++;
    }
    return ordered;
  });
}
