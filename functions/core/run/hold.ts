import { Busy, Fatal } from "#core/busy.ts";
import * as Spend from "#core/spend/index.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ModelError } from "#platform/model/index.ts";
import type { ClaimedRun } from "./claim.ts";
import { claim, heartbeat } from "./claim.ts";
import type { Product } from "./outcomes.ts";
import { park } from "./park.ts";
import type { Totals } from "./produce.ts";
import { type Recorder, recorder, Stopped } from "./recorder.ts";
import { failed, nothingSpent, succeed } from "./settle.ts";
import { CapReached } from "./try.ts";

const waitsMax = 10;

/** What a run is worked on with. */
export interface Bench {
  record: Recorder;
  totals: Totals;
  /** Aborted when a person stops the run. */
  signal: AbortSignal;
}

/** What is done of a run. `null`: the run is not at its end, and whoever works on it next has been told. */
export type Work = (run: ClaimedRun, bench: Bench) => Promise<Product | null>;

/** Does a run of another kind, that was taken hold of. @returns false for one of the usual kind */
type Special = (run: ClaimedRun) => Promise<boolean>;

/**
 * Takes hold of a run, does its work as its agent and ends it. Safe to call twice: a finished run is left alone, a held one is
 * `Busy`, a broken one is tried again up to four times. Throws `Fatal` after the last.
 */
export async function hold(runId: string, work: Work, special?: Special): Promise<void> {
  const run = await claim(runId);
  if (!run) return;
  if (await special?.(run)) return;
  const stop = new AbortController();
  const record = await recorder(run, stop);
  const lease = heartbeat(run.id, () => stop.abort(new Stopped()));
  const totals: Totals = { ...nothingSpent };
  try {
    const actor = { kind: "agent", tenantId: tenant(), runId: run.id, agent: run.agent } as const;
    const isOver = await provide(actor, origin(), async () => {
      const product = await work(run, { record, totals, signal: stop.signal });
      if (product) await succeed(run, product, totals, "running");
      return product !== null;
    });
    if (isOver) await record.end("success");
  } catch (error) {
    await record.end(stop.signal.aborted ? "cancelled" : "error").catch(() => undefined);
    if (stop.signal.aborted) return await stopped(run);
    await fail(run, error, totals);
  } finally {
    lease.stop();
  }
}

// Whoever stopped it has ended its row; what its calls have cost is settled here, when the last of them is over.
async function stopped(run: ClaimedRun): Promise<void> {
  await transaction((tx) => Spend.close(tx, run.id));
}

async function fail(run: ClaimedRun, error: unknown, totals: Totals): Promise<void> {
  if (error instanceof Busy) throw error;
  if (error instanceof CapReached && error.code === "spend_cap") return park(run, error, totals);
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
