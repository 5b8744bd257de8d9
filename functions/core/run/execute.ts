import { agents } from "#agents/index.ts";
import { Agent } from "#core/agent/index.ts";
import { Busy, Fatal } from "#core/busy.ts";
import { Dataset } from "#core/dataset/index.ts";
import { Effect } from "#core/effect/index.ts";
import { Money } from "#core/money/index.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { ModelError } from "#platform/model/index.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import { Answer } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { RunErrorCode } from "#schema/run.ts";
import { runAttemptsMax } from "#schema/run.ts";
import { CapReached, callModel } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { claim, heartbeat } from "./claim.ts";
import { extractClaims } from "./claims.ts";
import { envelopeOf, inputOf } from "./inputs.ts";
import type { Product } from "./outcomes.ts";
import { giveUp, store } from "./outcomes.ts";
import { parseAnswer } from "./parse.ts";
import { assemble } from "./prompt.ts";
import type { Recorder } from "./recorder.ts";
import { keep, recorder } from "./recorder.ts";
import { validate } from "./validators.ts";

const passagesMax = 12;
const waitsMax = 10;

interface Totals {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicros: number;
}

/**
 * Does the work of a run: configuration, context, prompt, model, checks, store, settle. Safe to call twice: a finished run
 * is left alone, a held one is `Busy`, a broken one is tried again up to four times. Throws `Fatal` after the last.
 */
export async function execute(runId: string): Promise<void> {
  const run = await claim(runId);
  if (!run) return;
  const record = recorder(run);
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

async function produce(run: ClaimedRun, record: Recorder, totals: Totals): Promise<Product> {
  const descriptor = agents[run.agent];
  const rejections = run.activityId
    ? await transaction(
        async (tx) =>
          (
            await tx
              .selectFrom("activities")
              .select("rejections")
              .where("tenantId", "=", tenant())
              .where("id", "=", run.activityId ?? "")
              .executeTakeFirst()
          )?.rejections ?? 0,
      )
    : 0;
  const { agent, input, base } = await record.step(
    "message",
    "context",
    async () => ({
      agent: await transaction((tx) => Agent.effective(tx, run.agent, rejections)),
      input: descriptor.input.parse(await inputOf(run)),
      base: await envelopeOf(run),
    }),
    ({ agent }) => `${agent.adapter.name} · ${agent.model} · prompt version ${agent.version}`,
  );
  const query = descriptor.query(input).slice(0, 1_000);
  const found = query
    ? await record.step(
        "retrieval",
        "retrieval",
        () => Dataset.retrieve({ query, topK: passagesMax, source: "agent", runId: run.id }),
        ({ hits, degraded }) =>
          `${hits.filter((hit) => hit.used).length} of ${hits.length} passages used${degraded ? ", vector search down" : ""}`,
      )
    : null;
  const used = (found?.hits ?? []).filter((hit) => hit.used).slice(0, passagesMax);
  const envelope = {
    ...base,
    chunks: used.map(({ chunkId, fileName, text, score, trust }) => ({ chunkId, fileName, text, score, trust })),
  };
  const { prompt, dropped, tokens } = assemble(descriptor.prompt(input, envelope), estimateTokens);
  const system = agent.instructions
    ? `${agent.systemPrompt}\n\nInstructions of this client:\n${agent.instructions}`
    : agent.systemPrompt;
  const promptKey = await keep(run.id, "prompt", { system, prompt });
  await transaction((tx) =>
    tx
      .updateTable("agentRuns")
      .set({
        promptKey,
        promptSha256: sha256(`${system}\n${prompt}`),
        adapter: agent.adapter.name,
        model: agent.model,
        tier: agent.tier,
        agentVersionId: agent.versionId,
        retrievalVersion: "1",
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .execute(),
  );

  const schema = Answer(descriptor.output);
  const call = async (text: string) => {
    const answer = await callModel({
      run,
      agent,
      system,
      prompt: text,
      schema,
      compose: () => descriptor.offline(input, envelope),
      onDelta: record.delta,
    });
    totals.inputTokens += answer.usage.inputTokens;
    totals.outputTokens += answer.usage.outputTokens;
    totals.cachedTokens += answer.usage.cachedTokens;
    totals.costMicros += answer.costMicros;
    return answer.text;
  };
  const check = (text: string) => {
    const parsed = parseAnswer(text, schema);
    if (!parsed.ok) return { answer: null, findings: [], repair: parsed.errors, fatal: null };
    return validate(descriptor, parsed.answer as never, input, envelope);
  };

  const summary = `${tokens} tokens in the prompt${dropped.length > 0 ? `, left out: ${dropped.join(", ")}` : ""}`;
  let text = await record.step(
    "model",
    "model",
    () => call(prompt),
    () => summary,
  );
  let checked = check(text);
  if (checked.repair.length > 0 && !checked.fatal) {
    const notes = checked.repair.map((note) => `- ${note}`).join("\n");
    text = await record.step(
      "model",
      "repair",
      () =>
        call(
          `${prompt}\n\nYour last answer was:\n${text}\n\nMend exactly this and answer again with the whole JSON object:\n${notes}`,
        ),
      () => `asked to mend ${checked.repair.length} points`,
    );
    checked = check(text);
  }
  await keep(run.id, "response", { text });
  const result = await record.step(
    "validator",
    "checks",
    () => accept(run, checked),
    (answer) =>
      `${checked.findings.filter((finding) => !finding.passed).length} remarks, ${answer.warnings.length} warnings`,
  );
  const claims =
    run.agent === "blog-writer"
      ? extractClaims(String((result.data as { bodyMarkdown: string }).bodyMarkdown), result.citations, used)
      : [];
  const suspected = checked.findings.some((finding) => finding.validator === "V11" && !finding.passed);
  return { data: result.data, warnings: result.warnings, claims, suspected };
}

async function accept(
  run: ClaimedRun,
  checked: {
    answer: unknown;
    findings: { validator: string; passed: boolean; action: string; message: string; repairable: boolean }[];
    repair: string[];
    fatal: string | null;
  },
): Promise<{ data: unknown; citations: []; warnings: string[] }> {
  await transaction(async (tx) => {
    for (const finding of checked.findings) {
      await tx
        .insertInto("validatorResults")
        .values({
          tenantId: tenant(),
          id: newId("validatorResult"),
          runId: run.id,
          version: run.version,
          validator: finding.validator,
          passed: finding.passed,
          action: finding.action,
          details: JSON.stringify({ message: finding.message }),
        })
        .execute();
    }
  });
  if (checked.fatal) throw new InvalidOutput(checked.fatal);
  if (!checked.answer || checked.repair.length > 0) throw new InvalidOutput(checked.repair.slice(0, 5).join(" "));
  return checked.answer as { data: unknown; citations: []; warnings: string[] };
}

class InvalidOutput extends Error {}

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
