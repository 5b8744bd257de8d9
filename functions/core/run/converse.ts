import canonicalize from "canonicalize";
import type * as z from "zod";
import { addressesIn } from "#core/tool/addresses.ts";
import type { Scene } from "#core/tool/descriptor.ts";
import { tools as allTools } from "#core/tool/index.ts";
import { functionsOf, isOf, type Used } from "#core/tool/use.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import type { ModelCall, ModelTurn } from "#platform/model/types.ts";
import { sha256 } from "#platform/secrets.ts";
import { breaker, ToolDenied, ToolLoop } from "./breaker.ts";
import type { ClaimedRun } from "./claim.ts";
import type { Prepared } from "./prepare.ts";
import type { Totals, Workplace } from "./produce.ts";
import { recordCall } from "./tool-call.ts";
import type { Question, Said, World } from "./world.ts";

/** What a run asks for, and how it is made without a model. `found` is what tools have given so far. */
export interface Asking {
  prepared: Prepared;
  schema: z.ZodType;
  compose: (found: readonly Used[]) => unknown;
  order: (found: readonly Used[]) => readonly { name: string; input: unknown }[];
}

/** How a conversation went. */
export interface Talk {
  text: string;
  /** Addresses that tools have given: they may be cited. */
  addresses: readonly string[];
  /** Texts for the agent alone. */
  confidential: readonly string[];
  /** What tools of the house said: it may be repeated like what the run was given. */
  told: readonly string[];
  /** Pages of the web that it was shown, whole or as a find of a search. */
  read: readonly string[];
  /** Calls whose input did not come from the task. */
  blocked: number;
  /** Asks once more, without tools. */
  again(prompt: string, summary: string): Promise<string>;
}

/**
 * Talks to the model until it answers: what it asks of tools is done and told to it. It may call as often as its agent's version
 * says; the last turn has no tools, and neither has one after which the run's limits would leave no room for an answer.
 * @throws ToolDenied for a tool that is not the agent's; ToolLoop for one call too many, or the same for the third time
 */
export async function converse(run: ClaimedRun, place: Workplace, asking: Asking): Promise<Talk> {
  const { record, totals } = place;
  const { prepared } = asking;
  const scene = sceneOf(run, prepared, place.signal);
  const tools = functionsOf(scene.granted);
  const guard = breaker(prepared.agent.maxTurns);
  const turns: ModelTurn[] = [];
  const found: Used[] = [];
  const ask = async (name: string, prompt: string, summary: string, offered = tools): Promise<Said> => {
    const said = await record.step(
      "model",
      name,
      () =>
        place.world.ask({
          agent: prepared.agent,
          system: prepared.system,
          prompt,
          turns: [...turns],
          tools: offered,
          schema: asking.schema,
          compose: () => asking.compose(found),
          order: () => asking.order(found),
          onDelta: record.delta,
          onPassedOver: ({ name: adapter, model }, why) =>
            record.failed("model", "adapter", `${adapter} · ${model} did not answer: ${why}`),
        }),
      ({ calls }) => (calls.length === 0 ? summary : `asks for ${calls.map((call) => call.name).join(", ")}`),
      {
        data: ({ text, calls, usage }) => ({
          asked: askedOf({ system: prepared.system, prompt, turns, tools: offered }),
          prompt: name === "model" ? undefined : prompt,
          text,
          calls,
          usage,
        }),
      },
    );
    add(totals, said);
    return said;
  };
  for (;;) {
    const last = guard.left() <= 0 || !hasRoom(prepared, turns, totals);
    const said = await ask("model", prepared.prompt, prepared.summary, last ? [] : tools);
    const read = found.flatMap(pagesShown);
    if (said.calls.length === 0)
      return {
        text: said.text,
        addresses: [...scene.addresses, ...read],
        confidential: [prepared.system, ...prepared.context.skills.map(([, body]) => body)],
        told: found.filter(({ tool, error }) => error === null && isOfHouse(tool)).map(({ text }) => text),
        read,
        blocked: found.filter((one) => one.error === "not_from_task").length,
        again: async (prompt, summary) => {
          turns.length = 0;
          return (await ask("repair", prompt, summary, [])).text;
        },
      };
    const answers: { text: string; failed: boolean }[] = [];
    for (const call of said.calls) {
      // One that is not the agent's is denied, and on record, however often it may call its own.
      if (isOf(scene.granted, call.name) && !guard.passes(call))
        throw new ToolLoop(`The agent called ${call.name} too often. ${guard.reason()}`);
      const used = await useTool(place, call, scene);
      found.push(used);
      totals.toolCalls += 1;
      if (used.error === "tool_denied") throw new ToolDenied(`${run.agent} may not use ${call.name}.`);
      answers.push({ text: used.text, failed: used.error !== null });
    }
    turns.push({ text: said.text, calls: said.calls, answers });
  }
}

/** What a model was asked, as one hash: the same question gets the same answer when a run is done over. */
export function askedOf({
  system,
  prompt,
  turns,
  tools,
}: Pick<Question, "system" | "prompt" | "turns" | "tools">): string {
  return sha256(canonicalize({ system, prompt, turns, tools: tools.map(({ name }) => name) }) ?? "");
}

function pagesShown({ tool, output, error }: Used): string[] {
  if (error !== null || isOfHouse(tool)) return [];
  const { url, results = [] } = (output ?? {}) as { url?: string; results?: { url: string }[] };
  return [...(url ? [url] : []), ...results.map((result) => result.url)];
}

function isOfHouse(tool: string): boolean {
  return allTools.get(tool)?.external === false;
}

/** Uses a tool for a run, and logs it. */
export async function useTool(
  place: { record: Workplace["record"]; world: Pick<World, "use"> },
  call: ModelCall,
  scene: Scene,
): Promise<Used> {
  return place.record.step(
    "tool",
    call.name.slice(0, 60),
    () => place.world.use(call, scene),
    ({ error, text }) => (error ? `${error}: ${text.slice(0, 400)}` : `${text.length} characters`),
    {
      data: (used) => ({ call, used }),
      status: ({ error }) => (error === null ? "ok" : blocking.has(error) ? "blocked" : "error"),
      also: (tx, at, used) => recordCall(tx, scene.runId, at, used),
    },
  );
}

const blocking: ReadonlySet<string> = new Set(["tool_denied", "not_from_task", "approval_required"]);

/** What stands in the way of the tools: where the text of others must not lead them, and what they must not tell. */
export function sceneOf(
  run: ClaimedRun,
  { context, system, own, foreign, envelope }: Pick<Prepared, "context" | "system" | "own" | "foreign" | "envelope">,
  signal: AbortSignal,
): Scene {
  return {
    runId: run.id,
    activityId: run.activityId,
    granted: new Map(context.granted),
    own,
    foreign: [...foreign],
    confidential: [system, envelope.reviewerNotes ?? "", ...context.skills.map(([, body]) => body)],
    addresses: new Set(own.slice(1).flatMap(addressesIn)),
    skills: new Map(context.skills),
    signal,
  };
}

/** Whether after one more turn with tools the limit of tokens still leaves room for an answer. */
function hasRoom({ agent, system, prompt }: Prepared, turns: readonly ModelTurn[], totals: Totals): boolean {
  if (agent.maxTokensPerRun === null || turns.length === 0) return true;
  const turn = estimateTokens(system) + estimateTokens(prompt) + estimateTokens(JSON.stringify(turns));
  return totals.inputTokens + totals.outputTokens + 2 * (turn + agent.maxOutputTokens) <= agent.maxTokensPerRun;
}

function add(totals: Totals, { usage, costMicros }: Said): void {
  totals.inputTokens += usage.inputTokens;
  totals.outputTokens += usage.outputTokens;
  totals.cachedTokens += usage.cachedTokens;
  totals.costMicros += costMicros;
}
