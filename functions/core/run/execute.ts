import type { ClaimedRun } from "./claim.ts";
import { sendAway } from "./hand-over.ts";
import { type Bench, hold } from "./hold.ts";
import { liveWorld } from "./live-world.ts";
import type { Product } from "./outcomes.ts";
import { produce } from "./produce.ts";
import { replayed } from "./replay.ts";

/**
 * Does the work of a run by a model: configuration, context, prompt, model, checks, store, settle; or hands it to
 * the workspace's own agent, whose answer comes to the agent surface. Safe to call twice.
 */
export function execute(runId: string): Promise<void> {
  return hold(runId, work, async (run) => {
    if (run.replayOf) await replayed(run, run.replayOf);
    return run.replayOf !== null;
  });
}

async function work(run: ClaimedRun, { record, totals, signal }: Bench): Promise<Product | null> {
  if (await sendAway(run, record)) return null;
  return produce(run, { world: liveWorld(run, totals, signal), record, totals, signal });
}
