import { agents } from "#agents/index.ts";
import { Answer } from "#schema/agent.ts";
import { callModel } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { conclude, judgeOf } from "./judge.ts";
import type { Product } from "./outcomes.ts";
import { prepare } from "./prepare.ts";
import type { Recorder } from "./recorder.ts";
import { keep } from "./recorder.ts";

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
  const prepared = await prepare(run, record);
  const { agent, system, prompt, input, envelope } = prepared;
  const call = async (text: string) => {
    const answer = await callModel({
      run,
      agent,
      system,
      prompt: text,
      schema: Answer(descriptor.output),
      compose: () => descriptor.offline(input, envelope),
      onDelta: record.delta,
    });
    totals.inputTokens += answer.usage.inputTokens;
    totals.outputTokens += answer.usage.outputTokens;
    totals.cachedTokens += answer.usage.cachedTokens;
    totals.costMicros += answer.costMicros;
    return answer.text;
  };
  const judge = await judgeOf(run, prepared);
  let text = await record.step(
    "model",
    "model",
    () => call(prompt),
    () => prepared.summary,
  );
  let judged = judge(text);
  // A text too close to an earlier one is asked for anew once; if it stays close, people see a warning.
  const copied = judged.findings.find((finding) => finding.validator === "V10" && !finding.passed);
  const wanted = copied ? [...judged.repair, copied.message] : judged.repair;
  if (wanted.length > 0 && !judged.fatal) {
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
    judged = judge(text);
  }
  await keep(run.id, "response", { text });
  return record.step(
    "validator",
    "checks",
    () => conclude(run, judged, prepared),
    ({ warnings }) =>
      `${judged.findings.filter((finding) => !finding.passed).length} remarks, ${warnings.length} warnings`,
  );
}
