import { tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type ActivityDetail, type LinkedActivity, TaskResult } from "#schema/activity.ts";
import { get } from "./read.ts";

/** One activity with what it waits for and what waits for it. */
export async function detail(id: string): Promise<ActivityDetail> {
  const activity = await get(id);
  return within(activity.tenantId, () =>
    transaction(async (tx) => ({
      ...{ ...activity, ...(await words(tx, id)) },
      waitsFor: await linked(tx, "dependsOnId", "activityId", id),
      neededBy: await linked(tx, "activityId", "dependsOnId", id),
    })),
  );
}

async function words(tx: Tx, id: string): Promise<Pick<ActivityDetail, "notes" | "result" | "actionItemId">> {
  const row = await tx
    .selectFrom("activities")
    .select(["description", "doer", "status", "output", "input"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const isDone = row.doer === "human" && row.status === "done";
  return {
    notes: row.description,
    actionItemId: (row.input as { actionItemId?: string }).actionItemId ?? null,
    result: isDone ? (TaskResult.strip().safeParse(row.output ?? {}).data ?? {}) : null,
  };
}

type End = "activityId" | "dependsOnId";

async function linked(tx: Tx, wanted: End, given: End, id: string): Promise<LinkedActivity[]> {
  const rows = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", `d.${wanted}`),
    )
    .select(["a.id", "a.ref", "a.title", "a.status"])
    .where("d.tenantId", "=", tenant())
    .where(`d.${given}`, "=", id)
    .where("a.deletedAt", "is", null)
    .orderBy("a.id")
    .execute();
  return rows.map((row) => ({ ...row, status: row.status as LinkedActivity["status"] }));
}
