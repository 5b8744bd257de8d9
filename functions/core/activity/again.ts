import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** True when the last two runs that made the output of an activity said different things: what is made from it is out of date. */
export async function hasChanged(tx: Tx, { id, doer }: { id: string; doer: string }): Promise<boolean> {
  const [last, before] = await tx
    .selectFrom("agentRuns")
    .select("outputSha256")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", id)
    .where("agent", "=", doer)
    .where("status", "=", "success")
    .where("replayOf", "is", null)
    .orderBy("version", "desc")
    .orderBy("attempt", "desc")
    .limit(2)
    .execute();
  return before !== undefined && last?.outputSha256 !== before.outputSha256;
}

/** Notes that what an activity is being made from is another by now: its draft is written once more. */
export async function outdate(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("activities")
    .set((eb) => ({ input: eb("input", "||", JSON.stringify({ outdated: true })) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** True when an activity's input changed while it was at work. */
export async function isOutdated(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom("activities")
    .select("input")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  return (row?.input as { outdated?: boolean } | undefined)?.outdated === true;
}
