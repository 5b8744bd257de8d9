import type { PromptPart } from "#agents/descriptor/index.ts";
import { memoryParts, skillsPart } from "#agents/descriptor/parts.ts";
import { agents } from "#agents/index.ts";
import type { Effective } from "#core/agent/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import type { Hit } from "#core/dataset/retrieve.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ClaimedRun } from "./claim.ts";
import { envelopeOf } from "./envelope.ts";
import type { Question } from "./judge.ts";
import { assemble, systemOf } from "./prompt.ts";
import type { Recorder } from "./recorder.ts";
import { keep } from "./recorder.ts";
import type { Recording } from "./recording.ts";
import type { Context, World } from "./world.ts";

const passagesMax = 12;

/** A run ready to be put to a model: its configuration, question and prompt. */
export interface Prepared extends Question {
  agent: Effective;
  context: Context;
  system: string;
  prompt: string;
  /** Of the prompt, what the house says, and what it quotes of others. */
  own: string[];
  foreign: string[];
  /** How long the prompt is and what had to stay out. */
  summary: string;
}

/** Puts together what a run is asked: configuration, input, passages, prompt. The prompt is kept as it will be sent. */
export async function prepare(
  run: ClaimedRun,
  record: Recorder,
  world: Pick<World, "context" | "passages">,
): Promise<Prepared> {
  const descriptor = agents[run.agent];
  const context = await record.step(
    "message",
    "context",
    () => world.context(),
    ({ agent }) => `${agent.adapter.name} · ${agent.model} · prompt version ${agent.version}`,
    { data: withoutKeys },
  );
  const { agent, input, base, earlier } = context;
  const query = descriptor.query(input).slice(0, 1_000);
  const found = query
    ? await record.step(
        "retrieval",
        "retrieval",
        () => world.passages(query, descriptor.alsoQuery?.(input).slice(0, 1_000)),
        ({ hits, degraded }) =>
          `${hits.filter((hit) => hit.used).length} of ${hits.length} passages used${degraded ? ", vector search down" : ""}`,
        { data: (result) => result },
      )
    : null;
  const used = (found?.hits ?? []).filter((hit) => hit.used).slice(0, passagesMax);
  const envelope = { ...base, chunks: chunksOf(used) };
  const parts = [...descriptor.prompt(input, envelope), skillsPart(envelope), ...memoryParts(envelope)];
  const budgets = agent.sectionBudgets;
  const { prompt, dropped, shortened, tokens } = assemble(parts, estimateTokens, { budgets });
  const { system, shortened: cut } = systemOf(agent.systemPrompt, agent.instructions, estimateTokens, budgets);
  if (record.keeps) await keepPrompt(run, agent, system, prompt);
  return {
    agent,
    context,
    input,
    envelope,
    used,
    earlier,
    system,
    prompt,
    ...sidesOf(system, parts),
    summary: summaryOf(tokens, dropped, [...cut, ...shortened]),
  };
}

function sidesOf(system: string, parts: readonly PromptPart[]): Pick<Prepared, "own" | "foreign"> {
  return {
    own: [system, ...parts.filter((part) => !part.untrusted).map((part) => part.text)],
    foreign: parts.filter((part) => part.untrusted).map((part) => part.text),
  };
}

/** What stood in the prompt of a run, by what it kept of its beginning: what the house said, and what it quoted. */
export function recalled(
  run: ClaimedRun,
  system: string,
  { context, passages }: Pick<Recording, "context" | "passages">,
): Pick<Prepared, "context" | "system" | "own" | "foreign" | "envelope"> {
  const used = (passages?.hits ?? []).filter((hit) => hit.used).slice(0, passagesMax);
  const envelope = { ...context.base, chunks: chunksOf(used) };
  const parts = [
    ...agents[run.agent].prompt(context.input as never, envelope),
    skillsPart(envelope),
    ...memoryParts(envelope),
  ];
  return { context, envelope, system, ...sidesOf(system, parts) };
}

/** The question of a run whose prompt went out before: the passages are those of its retrieval log, nothing is looked for anew. */
export async function recall(run: ClaimedRun): Promise<Question> {
  const used = await Dataset.usedBy(run.id);
  const descriptor = agents[run.agent];
  const input = descriptor.input.parse(await descriptor.load(run));
  const earlier = (await descriptor.earlier?.(run)) ?? [];
  return { input, envelope: { ...(await envelopeOf(run)), chunks: chunksOf(used) }, used, earlier };
}

function summaryOf(tokens: number, dropped: readonly string[], shortened: readonly string[]): string {
  const lost = [
    ...(dropped.length > 0 ? [`left out: ${dropped.join(", ")}`] : []),
    ...(shortened.length > 0 ? [`shortened: ${shortened.join(", ")}`] : []),
  ];
  return [`${tokens} tokens in the prompt`, ...lost].join(", ");
}

async function keepPrompt(run: ClaimedRun, agent: Effective, system: string, prompt: string): Promise<void> {
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
}

// Where a model is reached, and with which key, is nobody's to read.
function withoutKeys({ agent, ...context }: Context): Context {
  const adapter = { ...agent.adapter, baseUrl: null, keyCipher: null };
  return { ...context, agent: { ...agent, adapter, standIns: [] } };
}

function chunksOf(used: readonly Hit[]) {
  return used.map(({ chunkId, fileName, text, score, trust }) => ({ chunkId, fileName, text, score, trust }));
}
