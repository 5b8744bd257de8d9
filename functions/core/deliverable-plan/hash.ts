import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";

/** Hash of what a plan promises: its goals and quantities. */
export async function hashOf(tx: Tx, planId: string): Promise<string> {
  const templates = await tx
    .selectFrom("deliverableTemplates as t")
    .leftJoin("goals as g", (join) => join.onRef("g.tenantId", "=", "t.tenantId").onRef("g.id", "=", "t.goalId"))
    .select(["t.title as name", "t.notes", "t.assigneeRole", "t.assigneeUserId"])
    .select(["t.type", "t.monthlyVolume", "t.platforms", "g.title", "g.metric", "g.targetValue", "g.dueOn"])
    .where("t.tenantId", "=", tenant())
    .where("t.deliverablePlanId", "=", planId)
    .orderBy("t.position")
    .execute();
  const said = templates.map(({ name, notes, assigneeRole, assigneeUserId, ...rest }) =>
    rest.type === "manual_task" ? { ...rest, name, notes, assigneeRole, assigneeUserId } : rest,
  );
  return sha256(JSON.stringify(said));
}
