import { use as perform } from "#core/tool/use.ts";
import { tenant } from "#platform/actor.ts";
import { sql, transaction } from "#platform/db.ts";
import { demandLeave } from "#platform/leaving.ts";
import type { ModelCall } from "#platform/model/types.ts";
import type { ToolAnswer, ToolAsk } from "#schema/agent-api.ts";
import { AppError } from "#schema/errors.ts";
import { breaker } from "./breaker.ts";
import { self, waiting } from "./callback.ts";
import type { ClaimedRun } from "./claim.ts";
import { sceneOf, useTool } from "./converse.ts";
import { payFor } from "./paid-tool.ts";
import { recalled } from "./prepare.ts";
import { prompt as promptOf } from "./read.ts";
import { recorder } from "./recorder.ts";
import { keptBy } from "./recording.ts";
import { CapReached } from "./try.ts";

/** Longer than the slowest tool: after it a call whose process was lost stands in nobody's way. */
const leaseSeconds = 120;

/**
 * Uses a tool for the run at work, as for any model: from its list, within its number of calls and its money, led by its task alone.
 * One call at a time.
 * @throws tool.tool_denied, approval.approval_required, spend.spend_cap, request.in_use while another call is at work,
 *   privacy.local_only once the client's texts stay here
 */
export async function call(tool: string, { method, input }: ToolAsk): Promise<ToolAnswer> {
  const { runId } = self();
  await demandLeave("an agent elsewhere");
  const run = await take(runId);
  try {
    return await use(run, { id: "-", name: method ? `${tool}__${method}` : tool, input });
  } catch (error) {
    if (error instanceof CapReached) throw new AppError("spend.spend_cap", error.message);
    throw error;
  } finally {
    await lease(runId, null);
  }
}

async function use(run: ClaimedRun, asked: { id: string; name: string; input: unknown }): Promise<ToolAnswer> {
  const signal = new AbortController().signal;
  const kept = await keptBy(run.id);
  const guard = breaker(kept.context.agent.maxTurns);
  for (const { call: earlier } of kept.used) guard.passes(earlier);
  if (!guard.passes(asked))
    throw new AppError("tool.tool_denied", `${asked.name} was called too often. ${guard.reason()}`);
  const { system } = await promptOf(run.id);
  const scene = sceneOf(run, recalled(run, system, kept), signal);
  for (const { used } of kept.used) {
    scene.foreign.push(used.text);
    for (const address of used.addresses) scene.addresses.add(address);
  }
  const world = { use: (call: ModelCall) => payFor(run, call.name, () => perform(call, scene)) };
  const place = { record: await recorder(run), world };
  const used = await useTool(place, asked, scene);
  if (used.error === "tool_denied") throw new AppError("tool.tool_denied", `${run.agent} may not use ${asked.name}.`);
  if (used.error === "approval_required")
    throw new AppError("approval.approval_required", `A person must approve this call of ${asked.name} first.`);
  const { text, error, addresses, durationMs } = used;
  return { text, error, addresses: [...addresses], durationMs, callsLeft: Math.max(0, guard.left()) };
}

async function take(runId: string): Promise<ClaimedRun> {
  const run = await transaction((tx) => waiting(tx, runId));
  if (await lease(runId, leaseSeconds)) return run;
  throw new AppError("request.in_use", "Another call of a tool is at work for this run. Wait for its answer.");
}

async function lease(runId: string, seconds: number | null): Promise<boolean> {
  const row = await transaction((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ toolUntil: seconds === null ? null : sql<Date>`now() + make_interval(secs => ${seconds})` })
      .where("tenantId", "=", tenant())
      .where("id", "=", runId)
      .$if(seconds !== null, (query) =>
        query.where((eb) => eb.or([eb("toolUntil", "is", null), eb("toolUntil", "<", sql<Date>`now()`)])),
      )
      .returning("id")
      .executeTakeFirst(),
  );
  return row !== undefined;
}
