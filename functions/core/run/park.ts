import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { after } from "#schema/machine.ts";
import { runMachine } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";
import { parkedAlone, unpark } from "./parked.ts";
import type { Totals } from "./produce.ts";
import type { CapReached } from "./try.ts";

/**
 * Puts a run that met a cap back in line, without a job: it uses up no attempt and goes on once there is money again. Its activity
 * waits with it and keeps its credits. A run that somebody else ended meanwhile is left alone.
 */
export async function park(run: ClaimedRun, { code, message, neededMinor }: CapReached, totals: Totals): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx
      .updateTable("agentRuns")
      .set({
        ...totals,
        status: after(runMachine, "running", "wait", "The run"),
        leaseUntil: null,
        errorCode: code,
        errorMessage: message,
        waitsForMinor: neededMinor,
        costMicros: await Spend.close(tx, run.id),
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .returning("id")
      .executeTakeFirst();
    if (!row) return;
    if (run.activityId) await Activity.wait(tx, run.activityId, "spend_cap", message, run.id);
    await Effect.audit(
      "run.parked",
      { type: "run", id: run.id, label: run.agent },
      { after: { code, neededMinor, attempt: run.attempt } },
    );
  });
}

/** Lets runs without an activity go on, oldest first, as far as there is money. @returns how many */
export async function resumeParked(): Promise<number> {
  return transaction(async (tx) => {
    let resumed = 0;
    for (const run of await parkedAlone(tx)) {
      if (!(await Spend.hasRoom(tx, run.neededMinor))) break;
      await unpark(tx, run);
      resumed++;
    }
    return resumed;
  });
}
