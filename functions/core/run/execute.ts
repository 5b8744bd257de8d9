import { Busy, Fatal } from "#core/busy.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ModelError } from "#platform/model/index.ts";
import type { ClaimedRun } from "./claim.ts";
import { claim, heartbeat } from "./claim.ts";
import { sendAway } from "./hand-over.ts";
import { produce, type Totals } from "./produce.ts";
import { recorder } from "./recorder.ts";
import { failed, nothingSpent, succeed } from "./settle.ts";

const waitsMax = 10;

/**
 * Does the work of a run: configuration, context, prompt, model, checks, store, settle; or hands it to
 * the workspace's own agent, whose answer comes to the agent surface. Safe to call twice: a finished run
 * is left alone, a held one is `Busy`, a broken one is tried again up to four times. Throws `Fatal` after the last.
 */
export async function execute(runId: string): Promise<void> {
  const run = await claim(runId);
  if (!run) return;
  const record = await recorder(run);
  const lease = heartbeat(run.id);
  const totals: Totals = { ...nothingSpent };
  try {
    const actor = { kind: "agent", tenantId: tenant(), runId: run.id, agent: run.agent } as const;
    const isAway = await provide(actor, origin(), async () => {
      if (await sendAway(run, record)) return true;
      const product = await produce(run, record, totals);
      await succeed(run, product, totals, "running");
      return false;
    });
    if (!isAway) await record.end("success");
  } catch (error) {
    await record.end("error").catch(() => undefined);
    await fail(run, error, totals);
  } finally {
    lease.stop();
  }
}

async function fail(run: ClaimedRun, error: unknown, totals: Totals): Promise<void> {
  if (error instanceof Busy) throw error;
  if (error instanceof ModelError && error.code === "rate_limited" && (await waitInLine(run)))
    throw new Busy("The provider asked for patience.", error.retryAfterMs ?? 5_000);
  const { code, message, isLast } = await failed(run, error, totals, "running");
  if (isLast) throw new Fatal(code, message);
  throw error instanceof Error ? error : new Error(message);
}

// Patience asked for by a provider uses up no attempt, ten times at most.
async function waitInLine(run: ClaimedRun): Promise<boolean> {
  return transaction(async (tx) => {
    const row = await tx
      .updateTable("agentRuns")
      .set((eb) => ({ status: "queued", leaseUntil: null, turns: eb("turns", "+", 1) }))
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .where("turns", "<", waitsMax)
      .returning("id")
      .executeTakeFirst();
    return row !== undefined;
  });
}
