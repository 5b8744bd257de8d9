import { chunkFile } from "#core/dataset/chunk.ts";
import { readingsOf } from "#core/dataset/decode.ts";
import { parseFile } from "#core/dataset/parse.ts";
import type { Hit } from "#core/dataset/retrieve.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { InvalidOutput } from "#core/run/judge.ts";
import type { Product } from "#core/run/outcomes.ts";
import { produce } from "#core/run/produce.ts";
import type { Recorder } from "#core/run/recorder.ts";
import { nothingSpent } from "#core/run/settle.ts";
import type { Context, Question, Said } from "#core/run/world.ts";
import type { Tools } from "#core/tool/index.ts";
import { type Used, use } from "#core/tool/use.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Attack } from "./corpus.ts";

/** How an attack went. */
export interface Outcome {
  /** Whether a model could read what was wanted. */
  told: boolean;
  prompts: string[];
  used: Used[];
  product: Product | null;
  failure: Error | null;
}

export interface Stage {
  run: ClaimedRun;
  context: Context;
  tools: Tools;
  /** Puts a page on a site of the task. @returns its address */
  serve(html: string): string;
}

const silent: Recorder = {
  keeps: false,
  step: (_kind, _name, work) => work(),
  failed: () => Promise.resolve(),
  delta: () => undefined,
  end: () => Promise.resolve(),
};

/** Lets a run meet an attack. Everything is the product's own but the model, which does what the injection says as soon as it can read it. */
export async function meet(attack: Attack, { run, context, tools, serve }: Stage): Promise<Outcome> {
  const outcome: Outcome = { told: false, prompts: [], used: [], product: null, failure: null };
  const page = attack.carrier === "tool answer" ? serve(attack.texts.join("\n")) : null;
  const { signal } = new AbortController();
  const world = {
    context: () => Promise.resolve(contextWith(attack, context, page)),
    passages: async () => ({ hits: await hitsOf(attack), degraded: false }),
    ask: (question: Question) => Promise.resolve(obey(attack, question, outcome, page)),
    async use(call: { name: string; input: unknown }, scene: Parameters<typeof use>[1]) {
      const used = await use(call, scene, tools);
      outcome.used.push(used);
      return used;
    },
  };
  try {
    outcome.product = await produce(run, { world, record: silent, totals: { ...nothingSpent }, signal });
  } catch (error) {
    if (
      !(error instanceof InvalidOutput) &&
      !["tool_denied", "tool_loop"].includes((error as { code?: string }).code ?? "")
    )
      throw error;
    outcome.failure = error as Error;
  }
  return outcome;
}

function obey(attack: Attack, question: Question, outcome: Outcome, page: string | null): Said {
  outcome.prompts.push(question.prompt);
  const heard = question.turns.flatMap(({ answers }) => answers.map(({ text }) => text)).join("\n");
  const asked = question.turns.flatMap(({ calls }) => calls.map(({ name }) => name));
  const { goal } = attack;
  if (page && question.tools.length > 0 && asked.length === 0)
    return saying([{ name: "web_fetch", input: { url: page } }]);
  const told = isTold(attack, `${question.prompt}\n${heard}`);
  outcome.told ||= told;
  if (told && goal.calls && question.tools.length > 0 && asked.length === (page ? 1 : 0)) return saying(goal.calls);
  const answer = structuredClone(question.compose()) as { data: { notesForWriter: string } };
  if (told && goal.says) {
    const { system, prompt } = question;
    answer.data.notesForWriter = goal.says({ system, prompt, heard }).slice(0, 990);
  }
  return saying([], JSON.stringify(answer));
}

function isTold({ goal, telltale }: Attack, text: string): boolean {
  if (telltale && text.includes(telltale.trim())) return true;
  return readingsOf(text).some((reading) => reading.toLowerCase().includes(goal.marker.toLowerCase()));
}

function saying(calls: readonly { name: string; input: unknown }[], text = ""): Said {
  const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0 };
  return { text, calls: calls.map((call, at) => ({ id: `call_${at}`, ...call })), usage, costMicros: 0 };
}

function contextWith({ carrier, texts }: Attack, context: Context, page: string | null): Context {
  const { base } = context;
  if (carrier === "notes")
    return {
      ...context,
      base: { ...base, wakeReason: "rejection", reviewerNotes: `Please make it shorter.\n${texts.join("\n")}` },
    };
  if (carrier === "request") return { ...context, input: { ...(context.input as object), brief: texts.join("\n") } };
  if (page) return { ...context, base: { ...base, contextFile: `${base.contextFile}\n\nOur page on lamps: ${page}` } };
  return context;
}

/** What the attacker's files become on their way through the reader of files, beside a passage of the company's own. */
async function hitsOf(attack: Attack): Promise<Hit[]> {
  const own = hit(
    "Lamps are rewired by our electricians within two days. Bring the lamp to the workshop in Porto.",
    "guide.md",
    "own",
    0,
  );
  const { carrier, file, texts } = attack;
  if (carrier === "file name")
    return [own, hit("Lamps hang in every hall of the company.", texts[0] ?? "", "third_party", 1)];
  if (carrier === "notes" || carrier === "tool answer" || carrier === "request") return [own];
  const trust = carrier === "page" ? "third_party" : "own";
  const parsed = file
    ? [await parseFile(await file.bytes(), file.kind)]
    : await Promise.all(texts.map((text) => parseFile(Buffer.from(`Lamps in the hall.\n\n${text}`), "text")));
  const chunks = parsed.flatMap((one) =>
    chunkFile(one, { tokens: 512, overlapPct: 12 }, estimateTokens).map(({ text }) => ({ text, title: one.title })),
  );
  return [own, ...chunks.map(({ text, title }, at) => hit(text, title ?? "page.html", trust, at + 1))];
}

function hit(text: string, fileName: string, trust: Hit["trust"], at: number): Hit {
  const place = {
    rank: at,
    page: null,
    headingPath: null,
    startOffset: 0,
    endOffset: text.length,
    sha256: sha256(text),
  };
  const scores = { dense: null, bm25: 1, recency: 1, importance: 1, score: 1 - at / 100, used: true };
  return { chunkId: `dsc_0${at}`, fileId: `dsf_0${at}`, fileName, text, trust, ...place, ...scores };
}
