import { agents } from "#agents/index.ts";
import { Agent } from "#core/agent/index.ts";
import { Dataset } from "#core/dataset/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import { Answer } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { callModel } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { extractClaims } from "./claims.ts";
import { envelopeOf, inputOf } from "./inputs.ts";
import type { Product } from "./outcomes.ts";
import { parseAnswer } from "./parse.ts";
import { assemble } from "./prompt.ts";
import type { Recorder } from "./recorder.ts";
import { keep } from "./recorder.ts";
import { originality, validate } from "./validators.ts";

const passagesMax = 12;
const earlierMax = 50;

/** What the calls of a run added up to; cost in millionths of the currency. */
export interface Totals {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicros: number;
}

/**
 * Makes what a run is asked for: configuration, context, prompt, model, checks. Nothing is stored but the run's own log.
 * @throws InvalidOutput when the answer does not pass its checks after one repair turn
 */
export async function produce(run: ClaimedRun, record: Recorder, totals: Totals): Promise<Product> {
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
  const earlier = await earlierTexts(run);
  const check = (text: string) => {
    const parsed = parseAnswer(text, schema);
    if (!parsed.ok) return { answer: null, findings: [], repair: parsed.errors, fatal: null };
    const checked = validate(descriptor, parsed.answer as never, input, envelope);
    const findings =
      run.agent === "blog-writer"
        ? [...checked.findings, originality(bodyOf(checked.answer), earlier)]
        : checked.findings;
    return { ...checked, findings };
  };

  const summary = `${tokens} tokens in the prompt${dropped.length > 0 ? `, left out: ${dropped.join(", ")}` : ""}`;
  let text = await record.step(
    "model",
    "model",
    () => call(prompt),
    () => summary,
  );
  let checked = check(text);
  // A text too close to an earlier one is asked for anew once; if it stays close, people see a warning.
  const copied = checked.findings.find((finding) => finding.validator === "V10" && !finding.passed);
  const wanted = copied ? [...checked.repair, copied.message] : checked.repair;
  if (wanted.length > 0 && !checked.fatal) {
    const notes = wanted.map((note) => `- ${note}`).join("\n");
    text = await record.step(
      "model",
      "repair",
      () =>
        call(
          `${prompt}\n\nYour last answer was:\n${text}\n\nMend exactly this and answer again with the whole JSON object:\n${notes}`,
        ),
      () => `asked to mend ${wanted.length} points`,
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
  const claims = run.agent === "blog-writer" ? extractClaims(bodyOf(result), result.citations, used) : [];
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

/** The answer of a model did not pass its checks. */
export class InvalidOutput extends Error {}

function bodyOf(answer: { data: unknown }): string {
  return String((answer.data as { bodyMarkdown: string }).bodyMarkdown);
}

// The client's last posts beside the one at work: what a new text must not repeat.
async function earlierTexts(run: ClaimedRun): Promise<string[]> {
  if (run.agent !== "blog-writer") return [];
  const rows = await transaction((tx) =>
    tx
      .selectFrom("blogPosts")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("activityId", "!=", run.activityId ?? "")
      .where("body", "!=", "")
      .orderBy("id", "desc")
      .limit(earlierMax)
      .execute(),
  );
  return rows.map((row) => row.body);
}
