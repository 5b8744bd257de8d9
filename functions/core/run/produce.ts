import type { Finding } from "#agents/descriptor/index.ts";
import { agents } from "#agents/index.ts";
import { Answer } from "#schema/agent.ts";
import type { ClaimedRun } from "./claim.ts";
import { type Asking, converse } from "./converse.ts";
import { conclude, judgeOf } from "./judge.ts";
import type { Product } from "./outcomes.ts";
import { prepare } from "./prepare.ts";
import type { Recorder } from "./recorder.ts";
import { unsupportedMax } from "./validators.ts";
import type { World } from "./world.ts";

/** What the calls of a run added up to; cost in millionths of the currency. */
export interface Totals {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicros: number;
  toolCalls: number;
}

/** What a run works with: where its answers come from, and what they add up to. */
export interface Workplace {
  world: World;
  record: Recorder;
  totals: Totals;
  signal: AbortSignal;
}

/**
 * Makes what a run is asked for: configuration, context, prompt, model and tools, checks. Nothing is stored but the run's own log.
 * @throws InvalidOutput when the answer does not pass its checks after one repair turn; ToolDenied, ToolLoop
 */
export async function produce(run: ClaimedRun, place: Workplace): Promise<Product> {
  const descriptor = agents[run.agent];
  const { record } = place;
  const prepared = await prepare(run, record, place.world);
  const { prompt, input, envelope } = prepared;
  const asking: Asking = {
    prepared,
    schema: Answer(descriptor.output),
    compose: (found) => descriptor.offline(input, envelope, found),
    order: (found) => descriptor.order?.(input, envelope, found) ?? [],
  };
  const talk = await converse(run, place, asking);
  const { addresses, confidential, told, read } = talk;
  const judge = judgeOf(run, { ...prepared, addresses, confidential, told, read });
  let judged = judge(talk.text);
  const wanted = [...judged.repair, ...wishesOf(judged.findings, descriptor.statesFacts ?? false)];
  if (wanted.length > 0 && !judged.fatal) {
    const notes = wanted.map((note) => `- ${note}`).join("\n");
    const again = `${prompt}\n\nYour last answer was:\n${talk.text}\n\nMend exactly this and answer again with the whole JSON object:\n${notes}`;
    judged = judge(await talk.again(again, `asked to mend ${wanted.length} points`));
  }
  if (talk.blocked > 0) judged.findings.push(ledAstray(talk.blocked));
  return record.step(
    "validator",
    "checks",
    () => conclude(run, judged, prepared, { keeps: record.keeps }),
    ({ warnings }) =>
      `${judged.findings.filter((finding) => !finding.passed).length} remarks, ${warnings.length} warnings`,
    { data: (product) => ({ product, findings: judged.findings }) },
  );
}

// A text too close to an earlier one, or with much that nobody said, is asked for anew once; if it stays so, people are told.
function wishesOf(findings: readonly Finding[], statesFacts: boolean): string[] {
  return findings.flatMap(({ validator, passed, message, items = [] }) => {
    const isWish = validator === "V10" || (statesFacts && validator === "V7" && items.length >= unsupportedMax);
    return !passed && isWish ? [message] : [];
  });
}

/** Whoever reviews the product is told that tools were asked for something that did not come from the task. */
function ledAstray(calls: number): Finding {
  const message = `${calls} ${calls === 1 ? "call" : "calls"} of tools did not come from the task; a page or document may hold an order.`;
  return { validator: "V11", action: "warned", passed: false, message, repairable: false };
}
