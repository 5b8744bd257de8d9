import { Busy, Fatal } from "#core/busy.ts";
import { Effect } from "#core/effect/index.ts";
import { Money } from "#core/money/index.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { ModelError } from "#platform/model/index.ts";
import { AppError } from "#schema/errors.ts";
import type { RunErrorCode } from "#schema/run.ts";
import { runAttemptsMax } from "#schema/run.ts";
import { CapReached } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { claim, heartbeat } from "./claim.ts";
import type { Product } from "./outcomes.ts";
import { giveUp, store } from "./outcomes.ts";
import { InvalidOutput, produce, type Totals } from "./produce.ts";
import { recorder } from "./recorder.ts";

const waitsMax = 10;

/**
 * Does the work of a run: configuration, context, prompt, model, checks, store, settle. Safe to call twice: a finished run
 * is left alone, a held one is `Busy`, a broken one is tried again up to four times. Throws `Fatal` after the last.
 */
export async function execute(runId: string): Promise<void> {
  const run = await claim(runId);
  if (!run) return;
  const record = await recorder(run);
  const lease = heartbeat(run.id);
  const totals: Totals = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costMicros: 0 };
  try {
    await provide({ kind: "agent", tenantId: tenant(), runId: run.id, agent: run.agent }, origin(), async () => {
      const product = await produce(run, record, totals);
      await succeed(run, product, totals);
    });
    await record.end("success");
  } catch (error) {
    await record.end("error").catch(() => undefined);
    await fail(run, error, totals);
  } finally {
    lease.stop();
  }
}

async function succeed(run: ClaimedRun, product: Product, totals: Totals): Promise<void> {
  await transaction(async (tx) => {
    const held = await tx
      .updateTable("agentRuns")
      .set({ status: "success", finishedAt: new Date(), leaseUntil: null, ...totals })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .returning("id")
      .executeTakeFirst();
    if (!held) throw new Busy("The run was taken over by another invocation.", 1_000);
    if (run.activityId)
      await tx
        .selectFrom("activities")
        .select("id")
        .where("tenantId", "=", tenant())
        .where("id", "=", run.activityId)
        .forUpdate()
        .execute();
    await Money.settle(tx, run.id, totals.costMicros);
    await store(tx, run, product);
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

async function fail(run: ClaimedRun, error: unknown, totals: Totals): Promise<void> {
  if (error instanceof Busy) throw error;
  if (error instanceof ModelError && error.code === "rate_limited" && (await waitInLine(run)))
    throw new Busy("The provider asked for patience.", error.retryAfterMs ?? 5_000);
  const { code, message, final } = reasonOf(error);
  log.warn(
    {
      runId: run.id,
      agent: run.agent,
      code,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    },
    "run failed",
  );
  const last = final || run.attempt >= runAttemptsMax;
  await transaction(async (tx) => {
    const held = await tx
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
      .where("status", "=", "running")
      .returning("id")
      .executeTakeFirst();
    if (!held) return;
    await Money.settle(tx, run.id, totals.costMicros);
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
      willRetry: !last,
    });
    if (last) await giveUp(tx, run, code, message);
  });
  if (last) throw new Fatal(code, message);
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

function reasonOf(error: unknown): { code: RunErrorCode; message: string; final: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CapReached) return { code: error.code, message, final: true };
  if (error instanceof InvalidOutput)
    return { code: "invalid_output", message: `The answer did not pass its checks: ${message}`, final: false };
  if (error instanceof ModelError)
    return { code: error.code === "timeout" ? "timeout" : "provider_error", message, final: !error.retriable };
  if (error instanceof AppError && error.code === "privacy.local_only")
    return { code: "tool_denied", message, final: true };
  return { code: "provider_error", message, final: false };
}
