import * as z from "zod";
import { agents } from "#agents/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Tool from "#core/tool/index.ts";
import { functionsOf } from "#core/tool/use.ts";
import type { Actor } from "#platform/actor.ts";
import { current, origin, provide, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { afterCommit, transaction } from "#platform/db.ts";
import { demandLeave } from "#platform/leaving.ts";
import { appendRun } from "#platform/live.ts";
import { checkTask } from "#platform/token.ts";
import type { WakeReason } from "#schema/activity.ts";
import { AgentName, Answer } from "#schema/agent.ts";
import type { RunDelta, RunResult, RunSheet } from "#schema/agent-api.ts";
import { outputBytesMax } from "#schema/agent-api.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { isRunOver, type RunStatus } from "#schema/run.ts";
import { isClosed } from "#schema/tenant.ts";
import type { ClaimedRun } from "./claim.ts";
import { conclude, InvalidOutput, judgeOf } from "./judge.ts";
import { recall } from "./prepare.ts";
import { prompt as promptOf } from "./read.ts";
import { keep } from "./recorder.ts";
import { keptBy } from "./recording.ts";
import { CallbackFailed, failed, nothingSpent, succeed } from "./settle.ts";

type AgentActor = Extract<Actor, { kind: "agent" }>;
const streamedMax = 2 * outputBytesMax;

/**
 * The actor behind a task token, while its run still waits for an answer.
 * @throws auth.unauthenticated, auth.token_expired; run.result_received once the run has ended
 */
export async function admit(token: string): Promise<AgentActor> {
  const { sub: runId, tid: tenantId, agent } = await checkTask(token);
  const row = await provide({ kind: "system", tenantId, name: "task-token" }, origin(), () =>
    transaction((tx) =>
      tx
        .selectFrom("agentRuns as r")
        .innerJoin("tenants as t", "t.id", "r.tenantId")
        .select(["r.status", "r.agent", "t.status as tenantStatus"])
        .where("r.tenantId", "=", tenantId)
        .where("r.id", "=", runId)
        .executeTakeFirst(),
    ),
  );
  if (row?.agent !== agent) throw new AppError("auth.unauthenticated", "This token opens no run.");
  if (isClosed(row.tenantStatus)) throw new AppError("tenant.tenant_suspended", "This workspace is suspended.");
  if (isRunOver(row.status)) throw over(runId);
  return { kind: "agent", tenantId, runId, agent };
}

/** What the run at work is asked, exactly as any model would get it. @throws privacy.local_only once the client's texts stay here */
export async function sheet(): Promise<RunSheet> {
  const { runId } = self();
  await demandLeave("an agent elsewhere");
  const { system, prompt } = await promptOf(runId);
  return transaction(async (tx) => {
    const row = await rowOf(tx, runId);
    const agent = AgentName.parse(row.agent);
    const effective = await Agent.effective(tx, agent);
    const { maxOutputTokens, maxTokensPerRun, timeoutMs, maxTurns } = effective;
    const granted = maxTurns > 1 ? await Tool.grantedTo(tx, effective) : new Map<string, { ratePerMinute: number }>();
    const outputSchema = z.toJSONSchema(Answer(agents[agent].output), { io: "input", unrepresentable: "any" });
    return {
      runId,
      agent,
      status: row.status,
      version: row.version,
      wakeReason: row.wakeReason,
      systemPrompt: system,
      prompt,
      input: await agents[agent].load(claimOf(runId, row)),
      outputSchema: { ...outputSchema },
      tools: functionsOf(granted),
      limits: {
        maxOutputTokens,
        maxTokensPerRun,
        timeoutMs,
        outputBytesMax,
        maxToolCalls: maxTurns > 1 ? maxTurns : 0,
      },
    };
  });
}

/** Takes the next piece of an answer; whoever watches the run sees it grow. @throws request.stale_state for a number that came before */
export async function stream({ delta, sequenceNum }: RunDelta): Promise<{ received: number }> {
  const { runId } = self();
  await transaction(async (tx) => {
    await waiting(tx, runId);
    const { seq, length } = await tx
      .selectFrom("runChunks")
      .select((eb) => [
        eb.fn.coalesce(eb.fn.max("seq"), eb.val(0)).as("seq"),
        eb.fn.coalesce(eb.fn.sum<number>(eb.fn<number>("length", ["delta"])), eb.val(0)).as("length"),
      ])
      .where("tenantId", "=", tenant())
      .where("runId", "=", runId)
      .executeTakeFirstOrThrow();
    if (sequenceNum <= seq)
      throw new AppError("request.stale_state", `Piece ${seq} is here already; send the ones after it.`, {
        details: { received: seq },
      });
    if (Number(length) + delta.length > streamedMax)
      throw new AppError("request.too_large", `A run may stream ${streamedMax} characters. Send the result instead.`);
    await tx
      .insertInto("runChunks")
      .values({ tenantId: tenant(), id: newId("runChunk"), runId, seq: sequenceNum, delta })
      .execute();
    afterCommit(() => appendRun(runId, "delta", { seq: sequenceNum, delta }));
  });
  return { received: sequenceNum };
}

/**
 * Takes the answer of a run that waits for one: it passes the same checks as any model's and is stored alike; what does not
 * pass is a failed attempt. The token is dead from then on.
 */
export async function receive(result: RunResult): Promise<{ received: true; runId: string }> {
  const { runId } = self();
  return transaction(async (tx) => {
    const run = await waiting(tx, runId);
    const totals = { ...nothingSpent, ...result.usage, toolCalls: await toolCallsOf(tx, runId) };
    const text = textOf(result);
    await keep(runId, "response", { text, error: result.error ?? null });
    const status = await ended(run, text, result, totals);
    afterCommit(() => appendRun(runId, "end", { status }));
    return { received: true as const, runId };
  });
}

/** Ends runs of the tenant at work whose answer never came: the attempt has failed. @returns how many */
export async function expire(now: Date): Promise<number> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("status", "=", "waiting_callback")
      .where("leaseUntil", "<", now)
      .limit(100)
      .execute(),
  );
  for (const { id } of rows)
    await transaction(async (tx) => {
      const error = new CallbackFailed("callback_expired", "The agent did not answer in time.");
      await failed(claimOf(id, await rowOf(tx, id, true)), error, nothingSpent, "waiting_callback");
    });
  return rows.length;
}

async function ended(
  run: ClaimedRun,
  text: string,
  { status, error }: RunResult,
  totals: typeof nothingSpent,
): Promise<"success" | "error"> {
  if (status === "error") {
    const said = new CallbackFailed("provider_error", error ?? "The agent gave no reason.");
    await failed(run, said, totals, "waiting_callback");
    return "error";
  }
  const { context, used } = await keptBy(run.id);
  const question = {
    ...(await recall(run)),
    addresses: used.flatMap((one) => one.used.addresses),
    confidential: [context.agent.systemPrompt, ...context.skills.map(([, body]) => body)],
  };
  const judged = judgeOf(run, question)(text);
  try {
    const product = await conclude(run, judged, question);
    await succeed(run, product, totals, "waiting_callback");
    return "success";
  } catch (failure) {
    if (!(failure instanceof InvalidOutput)) throw failure;
    await failed(run, failure, totals, "waiting_callback");
    return "error";
  }
}

function textOf({ text, output }: RunResult): string {
  const given = text ?? (output === undefined ? "" : JSON.stringify(output));
  if (given.length <= outputBytesMax) return given;
  throw new AppError("request.too_large", `An answer may have ${outputBytesMax} characters.`);
}

/**
 * The run, when it waits for an answer. Its row is held until the end of the transaction: of two answers at the same moment the second
 * finds the run ended. @throws run.result_received, request.illegal_transition
 */
export async function waiting(tx: Tx, runId: string): Promise<ClaimedRun> {
  const row = await rowOf(tx, runId, true);
  const status = row.status as RunStatus;
  if (status !== "waiting_callback" && status !== "running" && status !== "queued") throw over(runId);
  if (status !== "waiting_callback")
    throw new AppError("request.illegal_transition", `The run is ${status}; it does not wait for an answer.`, {
      details: { status },
    });
  return claimOf(runId, row);
}

function claimOf(runId: string, row: Awaited<ReturnType<typeof rowOf>>): ClaimedRun {
  return {
    id: runId,
    agent: AgentName.parse(row.agent),
    activityId: row.activityId,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    attempt: row.attempt,
    version: row.version,
    wakeReason: row.wakeReason as WakeReason,
    startedMs: (row.startedAt ?? new Date()).getTime(),
  };
}

async function toolCallsOf(tx: Tx, runId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("toolCalls")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("runId", "=", runId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function rowOf(tx: Tx, runId: string, lock = false) {
  const query = tx
    .selectFrom("agentRuns")
    .select([
      "agent",
      "activityId",
      "subjectType",
      "subjectId",
      "status",
      "attempt",
      "version",
      "wakeReason",
      "startedAt",
    ])
    .where("tenantId", "=", tenant())
    .where("id", "=", runId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound("Run", runId);
  return row;
}

function over(runId: string): AppError {
  return new AppError("run.result_received", `Run ${runId} has ended; its token opens nothing any more.`);
}

/** The agent elsewhere whose run is at work. @throws auth.unauthenticated for anybody else */
export function self(): AgentActor {
  const actor = current();
  if (actor.kind === "agent") return actor;
  throw new AppError("auth.unauthenticated", "Send the task token of the run.");
}
