import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** Adds a line to the timeline. */
export async function note(tx: Tx, activityId: string, kind: string, message: string, runId?: string): Promise<void> {
  await tx
    .insertInto("activityEvents")
    .values({
      tenantId: tenant(),
      id: newId("activityEvent"),
      activityId,
      kind,
      message: message.slice(0, 1_000),
      ...(runId ? { runId } : {}),
    })
    .execute();
}
