import canonicalize from "canonicalize";
import * as Agent from "#core/agent/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AgentName } from "#schema/agent.ts";
import { fromRecording, type Replayed } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";
import { liveWorld } from "./live-world.ts";
import type { Product } from "./outcomes.ts";
import { produce, type Totals } from "./produce.ts";
import { type Recorder, recorder } from "./recorder.ts";
import { Diverged, isSameCall, type Recording, recordedWorld, recordingOf } from "./recording.ts";
import { nothingSpent, reasonOf, settleSpend } from "./settle.ts";
import type { World } from "./world.ts";

/** How a run ended, done over or not: what it produced, or why it failed. */
type Outcome = { product: Product } | { code: string; message: string };

/** Writes nothing. */
const silent: Recorder = {
  keeps: false,
  step: (_kind, _name, work) => work(),
  failed: () => Promise.resolve(),
  delta: () => undefined,
  end: () => Promise.resolve(),
};

/**
 * Does a run over from the answers it got: no model is called, no tool, nothing is written. The same code gives the same product;
 * `identical` says whether it did.
 */
export async function replay(runId: string): Promise<Replayed> {
  const recording = await recordingOf(runId);
  const now = await outcomeOf(recording, () =>
    produce(claimFor(recording), {
      world: recordedWorld(recording),
      record: silent,
      totals: { ...nothingSpent },
      signal: new AbortController().signal,
    }),
  );
  const [was, is] = [hashOf(recorded(recording)), hashOf(now)];
  return { of: runId, identical: was === is, was, is, note: "message" in now && was !== is ? now.message : null };
}

/** The work of a run that does another over: with the prompt of its own version, or from the recording alone. */
export async function replayed(run: ClaimedRun, of: string): Promise<void> {
  const stop = new AbortController();
  const record = await recorder(run, stop);
  const totals: Totals = { ...nothingSpent };
  try {
    const recording = await recordingOf(of);
    const world = (await isFromRecording(run.id))
      ? namedWorld(recording)
      : await otherWorld(run, recording, totals, stop.signal);
    await produce(run, { world, record, totals, signal: stop.signal });
    await end(run, totals, null);
    await record.end("success");
  } catch (error) {
    await record.end("error").catch(() => undefined);
    await end(run, totals, reasonOf(error));
  }
}

// The run keeps saying that it asks nobody, so that another attempt at it does not either.
function namedWorld(recording: Recording): World {
  const { agent, ...context } = recording.context;
  const adapter = { ...agent.adapter, name: fromRecording };
  return { ...recordedWorld(recording), context: () => Promise.resolve({ ...context, agent: { ...agent, adapter } }) };
}

async function isFromRecording(id: string): Promise<boolean> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("adapter")
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .executeTakeFirstOrThrow(),
  );
  return row.adapter === fromRecording;
}

/** The world of the recording, but with the prompt and the models of now; of tools, only what was not asked before is asked anew. */
async function otherWorld(run: ClaimedRun, recording: Recording, totals: Totals, signal: AbortSignal): Promise<World> {
  const known = recordedWorld(recording);
  const live = liveWorld(run, totals, signal);
  const { agent, prompt } = await transaction(async (tx) => ({
    agent: await Agent.effective(tx, run.agent),
    prompt: await tx
      .selectFrom("agentRuns as r")
      .innerJoin("agentVersions as v", "v.id", "r.agentVersionId")
      .select(["v.id", "v.version", "v.systemPrompt"])
      .where("r.tenantId", "=", tenant())
      .where("r.id", "=", run.id)
      .executeTakeFirstOrThrow(),
  }));
  const used = [...recording.used];
  return {
    context: async () => ({
      ...recording.context,
      agent: { ...agent, versionId: prompt.id, version: prompt.version, systemPrompt: prompt.systemPrompt },
    }),
    passages: known.passages,
    ask: live.ask,
    async use(call, scene) {
      const at = used.findIndex((one) => isSameCall(one.call, call));
      const [same] = at < 0 ? [] : used.splice(at, 1);
      if (!same) return live.use(call, { ...scene, granted: new Map(scene.granted) });
      for (const address of same.used.addresses) scene.addresses.add(address);
      return same.used;
    },
  };
}

async function end(run: ClaimedRun, totals: Totals, reason: { code: string; message: string } | null): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .updateTable("agentRuns")
      .set({
        status: reason ? "error" : "success",
        finishedAt: new Date(),
        leaseUntil: null,
        errorCode: reason?.code ?? null,
        errorMessage: reason?.message.slice(0, 500) ?? null,
        ...totals,
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .execute();
    await settleSpend(tx, run.id, totals);
  });
}

async function outcomeOf(recording: Recording, work: () => Promise<Product>): Promise<Outcome> {
  try {
    return { product: await work() };
  } catch (error) {
    const { code, message } = reasonOf(error);
    // Where the run ended because the world failed it, the recording ends too.
    const ranOut = error instanceof Diverged && recording.failure !== null && recording.product === null;
    if (ranOut && !saidOtherwise(error)) return recording.failure ?? { code, message };
    return { code: error instanceof Diverged ? "diverged" : code, message: message.slice(0, 500) };
  }
}

function saidOtherwise(error: Diverged): boolean {
  return !error.message.includes("no further answer");
}

function recorded({ product, failure }: Recording): Outcome {
  if (product) return { product };
  return failure ?? { code: "unknown", message: "" };
}

function hashOf(outcome: Outcome): string {
  return sha256(canonicalize(outcome) ?? "");
}

/** The run as its work sees it; whose activity it was of no matter any more. */
function claimFor({ runId, context }: Recording): ClaimedRun {
  return {
    id: runId,
    agent: AgentName.parse(context.agent.name),
    activityId: null,
    subjectType: null,
    subjectId: null,
    attempt: 1,
    version: context.base.version,
    wakeReason: context.base.wakeReason,
    startedMs: Date.now(),
    replayOf: runId,
  };
}
