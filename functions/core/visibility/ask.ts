import type { VisibilityAnswers, VisibilityQuestions } from "#agents/ai-visibility-monitor.ts";
import * as Agent from "#core/agent/index.ts";
import type { Slice } from "#core/run/perform.ts";
import { nothingSpent } from "#core/run/settle.ts";
import { CapReached, tryAdapter } from "#core/run/try.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ModelError } from "#platform/model/index.ts";
import { CannotCompose } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { VisibilityPlatform } from "#schema/visibility.ts";
import { type Assistant, assistantsOf } from "./assistants.ts";
import { examine } from "./rules.ts";

type Failure = VisibilityAnswers["failures"][number];
type Prompt = VisibilityQuestions["prompts"][number];

const atOnce = 4;
const answerTokensMax = 900;
const answerMs = 60_000;
const system =
  "Answer as you would answer anybody who asks you this. Where the question calls for companies or products, name them, the best first, and name the pages you rely on.";

/**
 * Puts each prompt to each assistant and keeps what the answer says of the brand, one row an answer. What was answered on the day
 * is not asked again, so a run that was cut off goes on. A pair that fails is noted; only when all fail does the run.
 */
export async function ask(input: VisibilityQuestions, slice: Slice): Promise<VisibilityAnswers | null> {
  const known = await answeredOn(input.askedOn);
  const assistants = await transaction((tx) => assistantsOf(tx));
  const waiting = input.prompts.flatMap((prompt) =>
    input.platforms.flatMap((platform) => (known.has(keyOf(prompt.promptId, platform)) ? [] : [{ prompt, platform }])),
  );
  const failures: Failure[] = [];
  let answered = 0;
  while (waiting.length > 0) {
    // The next job goes on, unless this one got nowhere.
    if (Date.now() > slice.endsAtMs && answered > 0) return null;
    const outcomes = await Promise.all(
      waiting.splice(0, atOnce).map(async ({ prompt, platform }) => {
        const assistant = assistants.find(({ key }) => key === platform);
        const reason = await question(input, prompt, assistant, slice);
        return reason === null ? null : { promptId: prompt.promptId, platform, reason: reason.slice(0, 300) };
      }),
    );
    answered += outcomes.filter((outcome) => outcome === null).length;
    failures.push(...outcomes.filter((outcome) => outcome !== null));
  }
  if (answered + known.size === 0)
    throw new CannotCompose(`No assistant answered: ${failures[0]?.reason ?? "there was nobody to ask"}.`);
  return { answered: answered + known.size, failures: failures.slice(0, 200) };
}

const keyOf = (promptId: string, platform: string): string => `${promptId} ${platform}`;

// Why there is no answer, or null when it is kept.
async function question(
  input: VisibilityQuestions,
  prompt: Prompt,
  assistant: Assistant | undefined,
  slice: Slice,
): Promise<string | null> {
  if (!assistant?.choice) return "It cannot be asked any more.";
  const { key, choice } = assistant;
  const { run, record, signal } = slice;
  try {
    await record.step(
      "model",
      `${key}: ${prompt.prompt.slice(0, 80)}`,
      async () => {
        const agent = await transaction((tx) => Agent.effective(tx, run.agent));
        const { text } = await tryAdapter(
          {
            ...{ run, signal, totals: nothingSpent, begunMs: Date.now() },
            agent: { ...agent, tier: "standard", temperature: 0.5, maxOutputTokens: answerTokensMax },
            ...{ system, prompt: prompt.prompt, turns: [], tools: [] },
            compose: () => "",
            order: () => [],
            onDelta: () => undefined,
            onPassedOver: async () => undefined,
          },
          choice,
          answerMs,
        );
        const examined = examine(text, input);
        await keep({ ...examined, promptId: prompt.promptId, platformKey: key, runId: run.id, runOn: input.askedOn });
        return { text, examined };
      },
      ({ examined }) => (examined.mentioned ? `names the brand, place ${examined.rank}` : "does not name the brand"),
      { data: (kept) => kept },
    );
    return null;
  } catch (error) {
    if (error instanceof CapReached && error.code === "spend_cap") throw error;
    if (!(error instanceof ModelError || error instanceof CapReached)) throw error;
    signal.throwIfAborted();
    return error.message;
  }
}

async function answeredOn(day: string): Promise<Set<string>> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("aiVisibilitySnapshots")
      .select(["promptId", "platformKey"])
      .where("tenantId", "=", tenant())
      .where("runOn", "=", day)
      .execute(),
  );
  return new Set(rows.map(({ promptId, platformKey }) => keyOf(promptId, platformKey)));
}

async function keep({
  citedSources,
  ...row
}: ReturnType<typeof examine> & {
  promptId: string;
  platformKey: VisibilityPlatform;
  runId: string;
  runOn: string;
}): Promise<void> {
  await transaction((tx) =>
    tx
      .insertInto("aiVisibilitySnapshots")
      .values({
        ...{ tenantId: tenant(), id: newId("visibilitySnapshot"), ...row },
        citedSources: JSON.stringify(citedSources),
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "promptId", "platformKey", "runOn"]).doNothing())
      .execute(),
  );
}
