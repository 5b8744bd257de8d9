import { agents } from "#agents/index.ts";
import * as Breaker from "#core/agent/breaker.ts";
import { Busy } from "#core/busy.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { ModelError } from "#platform/model/index.ts";
import { sha256 } from "#platform/secrets.ts";
import { CannotCompose, runQueueOf } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import type { RunErrorCode } from "#schema/run.ts";
import { runAttemptsMax } from "#schema/run.ts";
import { ToolDenied, ToolLoop } from "./breaker.ts";
import type { ClaimedRun } from "./claim.ts";
import { InvalidOutput } from "./judge.ts";
import type { Product } from "./outcomes.ts";
import { giveUp, heldFor } from "./outcomes.ts";
import type { Totals } from "./produce.ts";
import { CapReached } from "./try.ts";

const warningsMax = 20;

/** Who ends a run: the invocation that works on it, or the answer of an agent that runs elsewhere. */
type Held = "running" | "waiting_callback";

/** What a run cost us that called no model of ours. */
export const nothingSpent: Totals = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costMicros: 0, toolCalls: 0 };

/** Why a run failed, and whether it has failed for good. */
export interface Failure {
  code: RunErrorCode;
  message: string;
  isLast: boolean;
}

/** Stores what a run produced and ends it. @throws Busy when somebody else ended it meanwhile */
export async function succeed(run: ClaimedRun, product: Product, totals: Totals, held: Held): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx
      .updateTable("agentRuns")
      .set({ status: "success", finishedAt: new Date(), leaseUntil: null, ...totals })
      .set({ outputSha256: sha256(JSON.stringify(product.data)) })
      .set({ warnings: [...product.warnings, ...(product.remarks ?? [])].slice(0, warningsMax) })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", held)
      .returning("id")
      .executeTakeFirst();
    if (!row) throw new Busy("The run was taken over by another invocation.", 1_000);
    if (run.activityId)
      await tx
        .selectFrom("activities")
        .select("id")
        .where("tenantId", "=", tenant())
        .where("id", "=", run.activityId)
        .forUpdate()
        .execute();
    await settleSpend(tx, run.id, totals);
    await Breaker.succeeded(tx, run.agent);
    const charged = heldFor(run);
    if (charged && !agents[run.agent].isPaidLater) {
      const share = agents[run.agent].share?.(product.data);
      await Credit.consume({ ...charged, runId: run.id, ...(share === undefined ? {} : { share }) });
    }
    await agents[run.agent].store(tx, run, product);
    await Effect.audit(
      "run.succeeded",
      { type: "run", id: run.id, label: run.agent },
      {
        after: {
          attempt: run.attempt,
          version: run.version,
          inputTokens: totals.inputTokens,
          outputTokens: totals.outputTokens,
        },
      },
    );
    await Effect.live("agent:completed", {
      agent: run.agent,
      runId: run.id,
      activityId: run.activityId,
      durationMs: Date.now() - run.startedMs,
    });
  });
}

/** Ends a run that failed; after the last attempt its work is given up. A run that somebody else ended meanwhile is left alone. */
export async function failed(run: ClaimedRun, error: unknown, totals: Totals, held: Held): Promise<Failure> {
  const { code, message, final } = reasonOf(error);
  const isLast = final || run.attempt >= runAttemptsMax;
  log.warn(
    {
      runId: run.id,
      agent: run.agent,
      code,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    },
    "run failed",
  );
  await transaction(async (tx) => {
    const row = await tx
      .updateTable("agentRuns")
      .set({
        status: "error",
        finishedAt: new Date(),
        leaseUntil: null,
        errorCode: code,
        errorMessage: message.slice(0, 500),
        ...totals,
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", held)
      .returning("id")
      .executeTakeFirst();
    if (!row) return;
    await settleSpend(tx, run.id, totals);
    await Effect.audit(
      "run.failed",
      { type: "run", id: run.id, label: run.agent },
      { after: { code, attempt: run.attempt } },
    );
    await Effect.live("agent:failed", {
      agent: run.agent,
      runId: run.id,
      activityId: run.activityId,
      code,
      willRetry: !isLast,
    });
    if (isLast) await giveUp(tx, run, code, message);
    // No job comes back for a run that waited for an answer: the next attempt is ordered here.
    if (!isLast && held === "waiting_callback")
      await Effect.job(runQueueOf(run.agent), { runId: run.id, agent: run.agent });
  });
  return { code, message, isLast };
}

/** Settles what the calls of a run have cost. Failed ones cost too, and are in no total. */
export async function settleSpend(tx: Tx, runId: string, totals: Totals): Promise<void> {
  const costMicros = await Spend.close(tx, runId);
  if (costMicros === totals.costMicros) return;
  await tx
    .updateTable("agentRuns")
    .set({ costMicros })
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .execute();
}

/** An agent that runs elsewhere said that it failed, or never answered. */
export class CallbackFailed extends Error {
  readonly code: "provider_error" | "callback_expired";
  constructor(code: "provider_error" | "callback_expired", message: string) {
    super(message);
    this.name = "CallbackFailed";
    this.code = code;
  }
}

/** How an error is told of a run, and whether another attempt could help. */
export function reasonOf(error: unknown): { code: RunErrorCode; message: string; final: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CannotCompose) return { code: "provider_error", message, final: true };
  if (error instanceof CapReached) return { code: error.code, message, final: true };
  if (error instanceof ToolDenied) return { code: error.code, message, final: true };
  if (error instanceof ToolLoop || error instanceof CallbackFailed) return { code: error.code, message, final: false };
  if (error instanceof InvalidOutput)
    return { code: "invalid_output", message: `The answer did not pass its checks: ${message}`, final: false };
  if (error instanceof ModelError && error.code === "local_only") return { code: "tool_denied", message, final: true };
  if (error instanceof ModelError)
    return { code: error.code === "timeout" ? "timeout" : "provider_error", message, final: !error.retriable };
  if (error instanceof AppError && ["privacy.local_only", "plan.plan_limit"].includes(error.code))
    return { code: "tool_denied", message, final: true };
  return { code: "provider_error", message, final: false };
}
