import { agents } from "#agents/index.ts";
import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { runQueueOf } from "#schema/agent.ts";
import { after } from "#schema/machine.ts";
import { runMachine } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";
import { hold } from "./hold.ts";
import { InvalidOutput } from "./judge.ts";
import type { Recorder } from "./recorder.ts";

/** What an agent without a model works with. */
export interface Slice {
  run: ClaimedRun;
  record: Recorder;
  /** Aborted when a person stops the run. */
  signal: AbortSignal;
  /** Milliseconds of the epoch; nothing new is begun after it. */
  endsAtMs: number;
}

/** Does what can be done until the slice ends. `null`: there is more, and the next slice finds in the stores how far this one came. */
export type Performer<I, O> = (input: I, slice: Slice) => Promise<O | null>;

/**
 * Does the work of a run in code, slice by slice, each a job of its own. What comes out is held to the schema of the agent. Safe to
 * call twice and to be killed: the performer keeps how far it came.
 * @throws InvalidOutput, as an attempt that failed
 */
export function perform<I, O>(runId: string, performer: Performer<I, O>): Promise<void> {
  return hold(runId, async (run, { record, signal }) => {
    const descriptor = agents[run.agent];
    const input = descriptor.input.parse(await descriptor.load(run)) as I;
    const endsAtMs = Date.now() + (descriptor.sliceMs ?? descriptor.timeoutMs / 2);
    const data = await performer(input, { run, record, signal, endsAtMs });
    if (data === null) return goOn(run);
    const parsed = descriptor.output.safeParse(data);
    if (!parsed.success) throw new InvalidOutput(parsed.error.issues.map(({ message }) => message).join(" "));
    return { data: parsed.data, warnings: [], claims: [], suspected: false };
  });
}

// The run goes back in line and its next job is ordered with it, so that neither is ever without the other.
async function goOn(run: ClaimedRun): Promise<null> {
  await transaction(async (tx) => {
    const row = await tx
      .updateTable("agentRuns")
      .set({ status: after(runMachine, "running", "wait", "The run"), leaseUntil: null })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .returning("id")
      .executeTakeFirst();
    if (!row) throw new Busy("The run was taken over by another invocation.", 1_000);
    const { restMs = 0 } = agents[run.agent];
    const later = restMs > 0 ? { at: new Date(Date.now() + restMs) } : {};
    await Effect.job(runQueueOf(run.agent), { runId: run.id, agent: run.agent }, later);
  });
  return null;
}
