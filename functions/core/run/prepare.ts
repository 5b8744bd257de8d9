import { agents } from "#agents/index.ts";
import type { Effective } from "#core/agent/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import type { Hit } from "#core/dataset/retrieve.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ClaimedRun } from "./claim.ts";
import { envelopeOf, inputOf } from "./inputs.ts";
import type { Question } from "./judge.ts";
import { assemble } from "./prompt.ts";
import type { Recorder } from "./recorder.ts";
import { keep } from "./recorder.ts";

const passagesMax = 12;

/** A run ready to be put to a model: its configuration, question and prompt. */
export interface Prepared extends Question {
  agent: Effective;
  system: string;
  prompt: string;
  /** How long the prompt is and what had to stay out. */
  summary: string;
}

/** Puts together what a run is asked: configuration, input, passages, prompt. The prompt is kept as it will be sent. */
export async function prepare(run: ClaimedRun, record: Recorder): Promise<Prepared> {
  const descriptor = agents[run.agent];
  const rejections = await rejectionsOf(run);
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
  const envelope = { ...base, chunks: chunksOf(used) };
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
  const summary = `${tokens} tokens in the prompt${dropped.length > 0 ? `, left out: ${dropped.join(", ")}` : ""}`;
  return { agent, input, envelope, used, system, prompt, summary };
}

/** The question of a run whose prompt went out before: the passages are those of its retrieval log, nothing is looked for anew. */
export async function recall(run: ClaimedRun): Promise<Question> {
  const used = await Dataset.usedBy(run.id);
  const input = agents[run.agent].input.parse(await inputOf(run));
  return { input, envelope: { ...(await envelopeOf(run)), chunks: chunksOf(used) }, used };
}

function chunksOf(used: readonly Hit[]) {
  return used.map(({ chunkId, fileName, text, score, trust }) => ({ chunkId, fileName, text, score, trust }));
}

async function rejectionsOf(run: ClaimedRun): Promise<number> {
  const { activityId } = run;
  if (!activityId) return 0;
  const row = await transaction((tx) =>
    tx
      .selectFrom("activities")
      .select("rejections")
      .where("tenantId", "=", tenant())
      .where("id", "=", activityId)
      .executeTakeFirst(),
  );
  return row?.rejections ?? 0;
}
