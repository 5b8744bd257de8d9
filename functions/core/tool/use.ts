import * as z from "zod";
import { cleanCharacters, harmless, oneLine } from "#core/dataset/clean.ts";
import type { Cost } from "#core/price/cost.ts";
import { tenant } from "#platform/actor.ts";
import { openDeadline } from "#platform/deadline.ts";
import { take } from "#platform/limit.ts";
import { log } from "#platform/log.ts";
import type { ToolErrorCode } from "#schema/tool.ts";
import { spend } from "./approval.ts";
import { type Passage, type Scene, type ToolDescriptor, ToolFailure, type ToolResult } from "./descriptor.ts";
import { refusalOf } from "./guard.ts";
import { type Tools, tools } from "./index.ts";

/** A call as a model made it, and what came of it. */
export interface Used {
  tool: string;
  method: string;
  input: Record<string, unknown>;
  /** What the model reads. */
  text: string;
  output: unknown;
  error: ToolErrorCode | null;
  approvalId: string | null;
  addresses: readonly string[];
  durationMs: number;
  /** What its provider asks for, where it asks. */
  cost?: Cost;
}

/** How the tools of a run are told to a model: one function per method. */
export function functionsOf(granted: Scene["granted"], known: Tools = tools) {
  return [...granted.keys()].flatMap((name) => {
    const tool = known.get(name);
    if (!tool) return [];
    return Object.entries(tool.methods).map(([method, { description, input }]) => ({
      name: functionName(tool, method),
      description: `${tool.description} ${description}`,
      input: z.toJSONSchema(input, { target: "draft-7", io: "input" }) as Record<string, unknown>,
    }));
  });
}

/** Whether a function that a model names is one of a tool it may use. */
export function isOf(granted: Scene["granted"], name: string): boolean {
  return granted.has(name.split("__")[0] ?? "");
}

/**
 * Does what a model asked of a tool, if it may: a tool of its list, input of the right shape that comes from the task, within the
 * rate; what changes something only with a person's approval of exactly this call. Whatever is wrong is told to the model;
 * `tool_denied` is for the caller to end the run with.
 */
export async function use(asked: { name: string; input: unknown }, scene: Scene, known: Tools = tools): Promise<Used> {
  const startedMs = performance.now();
  const [toolName = "", methodName = ""] = asked.name.split("__");
  const tool = known.get(toolName);
  const method = methodName || Object.keys(tool?.methods ?? {})[0] || "";
  const given = typeof asked.input === "object" && asked.input !== null ? { ...asked.input } : { value: asked.input };
  const head = { tool: toolName.slice(0, 60) || "-", method: method.slice(0, 60) || "-", input: given };
  const after = (rest: Omit<Used, keyof typeof head | "durationMs">): Used => ({
    ...head,
    ...rest,
    durationMs: Math.round(performance.now() - startedMs),
  });
  try {
    const granted = scene.granted.get(toolName);
    if (!tool || !granted || !Object.hasOwn(tool.methods, method))
      throw new ToolFailure("tool_denied", `This agent may not use ${asked.name}.`);
    const { result, approvalId } = await perform(tool, method, granted.ratePerMinute, asked.input, scene);
    const text = labelled(tool, result.passages);
    for (const address of result.addresses ?? []) scene.addresses.add(address);
    scene.foreign.push(...result.passages.filter((one) => one.trust !== "platform").map((one) => one.text));
    return after({ text, output: result.output, error: null, approvalId, addresses: result.addresses ?? [] });
  } catch (error) {
    const { code, message } = failureOf(error, toolName);
    const text = JSON.stringify({ error: { code, message } });
    return after({ text, output: { error: { code, message } }, error: code, approvalId: null, addresses: [] });
  }
}

async function perform(
  tool: ToolDescriptor,
  name: string,
  ratePerMinute: number,
  given: unknown,
  scene: Scene,
): Promise<{ result: ToolResult; approvalId: string | null }> {
  const method = tool.methods[name];
  if (!method) throw new ToolFailure("tool_denied", `${tool.name} has no method ${name}.`);
  const input = method.input.safeParse(given);
  if (!input.success) throw new ToolFailure("bad_input", problemsOf(input.error));
  const words = method.words?.(input.data);
  const refusal = words === undefined ? null : refusalOf(words, scene, tool.external);
  if (refusal !== null) throw new ToolFailure("not_from_task", refusal);
  const counted = await take([{ key: `tool:${tenant()}:${tool.name}`, count: ratePerMinute, seconds: 60 }]);
  if (counted && !counted.allowed)
    throw new ToolFailure("rate_limited", `${tool.name} was used too often; go on without it for a minute.`);
  const approvalId =
    tool.writes || tool.needsApproval ? await spend({ tool: tool.name, method: name, input: input.data }, scene) : null;
  const deadline = openDeadline(tool.timeoutMs, scene.signal);
  try {
    const result = await method.call(input.data, { ...scene, signal: deadline.signal });
    return { result: { ...result, output: method.output.parse(result.output) }, approvalId };
  } catch (error) {
    if (deadline.passed()) throw new ToolFailure("failed", `${tool.name} did not answer in time.`);
    throw error;
  } finally {
    deadline.clear();
  }
}

function functionName(tool: ToolDescriptor, method: string): string {
  return Object.keys(tool.methods).length === 1 ? tool.name : `${tool.name}__${method}`;
}

function problemsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`)
    .join("; ");
}

/** Text of others as data that it cannot leave; invisible characters are gone. */
function labelled(tool: ToolDescriptor, passages: readonly Passage[]): string {
  if (passages.length === 0) return `${tool.name} found nothing.`;
  return passages
    .map(({ label, trust, text }) => {
      if (trust === "platform") return cleanCharacters(text);
      const name = oneLine(label).replaceAll(/["<>]/g, "'").slice(0, 300);
      return `<data id="${name}" from="${tool.name}" trust="${trust}">\n${harmless(cleanCharacters(text))}\n</data>`;
    })
    .join("\n\n");
}

function failureOf(error: unknown, tool: string): { code: ToolErrorCode; message: string } {
  if (error instanceof ToolFailure) return { code: error.code, message: error.message };
  log.warn({ tool, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, "tool failed");
  return { code: "failed", message: `${tool} could not answer just now.` };
}
