import { release } from "#core/activity/depend.ts";
import * as Activity from "#core/activity/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";

/** Lets work go on that still needs a task which was given up: its ties were not always cut with it. */
export async function freeTied(): Promise<void> {
  const gone = await transaction((tx) =>
    tx
      .selectFrom("activityDependencies as d")
      .innerJoin("activities as t", (join) =>
        join.onRef("t.tenantId", "=", "d.tenantId").onRef("t.id", "=", "d.dependsOnId"),
      )
      .select("t.id")
      .distinct()
      .where("d.tenantId", "=", tenant())
      .where("t.type", "=", "manual_task")
      .where("t.status", "=", "cancelled")
      .orderBy("t.id")
      .execute(),
  );
  for (const { id } of gone)
    await transaction(async (tx) => {
      for (const freed of await release(tx, id)) await Activity.consider(tx, freed);
    });
}
