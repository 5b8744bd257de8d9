import * as Activity from "#core/activity/index.ts";
import { whyNoMaker } from "#core/media/makers.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Row } from "./index.ts";
import { isVideo } from "./platforms.ts";

/**
 * Gives a post whose still is there to the next video that was promised for its month. @returns false when there is none, or it may
 * not begin now: the post then goes on with its still.
 */
export async function startVideo(tx: Tx, row: Row): Promise<boolean> {
  if (!isVideo(row.format) || !row.activityId || (await whyNoMaker(tx, "video"))) return false;
  const { planMonthId } = await tx
    .selectFrom("activities")
    .select("planMonthId")
    .where("tenantId", "=", tenant())
    .where("id", "=", row.activityId)
    .executeTakeFirstOrThrow();
  const promised = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "social_video")
    .where("status", "=", "pending")
    .where("planMonthId", planMonthId === null ? "is" : "=", planMonthId)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (!promised) return false;
  const { input } = await Activity.locked(tx, promised.id);
  await tx
    .deleteFrom("activityDependencies")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", promised.id)
    .execute();
  await about(tx, promised.id, { ...input, socialPostId: row.id });
  if ((await Activity.consider(tx, promised.id)) === null) return true;
  await about(tx, promised.id, input);
  await Activity.depend(tx, promised.id, row.activityId);
  return false;
}

async function about(tx: Tx, activityId: string, input: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable("activities")
    .set({ input: JSON.stringify(input) })
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .execute();
}
