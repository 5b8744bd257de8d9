import { createTwoFilesPatch } from "diff";
import type * as z from "zod";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Run, RunDiff, Transcript } from "#schema/run.ts";
import { readKept } from "./kept.ts";
import { get, prompt, steps } from "./read.ts";

/** Everything of a run in order: prompt, what models said, what tools were asked and gave, passages, checks. For the agency. */
export async function transcript(id: string): Promise<Transcript> {
  require("run.inspect", "read transcripts");
  const run = await get(id);
  const keys = await keysOf(id);
  const listed = [];
  for (const step of await steps(id)) {
    const key = keys.get(step.seq);
    listed.push({ ...step, data: key ? await readKept(key) : null });
  }
  const text = run.promptSha256 ? await prompt(id) : null;
  return { run, prompt: text && { system: text.system, prompt: text.prompt }, steps: listed };
}

/** What a run that does another over changed: by default against the one it does over, else against any other. For the agency. */
export async function diff(id: string, against?: string): Promise<RunDiff> {
  require("run.inspect", "compare runs");
  const other = against ?? (await originalOf(id)) ?? id;
  const [before, after] = [await sideOf(other), await sideOf(id)];
  return {
    of: id,
    against: other,
    identical: before.output === after.output,
    system: hunks(before.system, after.system),
    output: hunks(before.output, after.output),
    before: before.facts,
    after: after.facts,
  };
}

async function sideOf(id: string) {
  const { run, prompt: text, steps: listed } = await transcript(id);
  const checks = listed.findLast(({ name }) => name === "checks")?.data as Checks | null | undefined;
  const said = listed.findLast(({ kind }) => kind === "model")?.data as { text?: string } | null | undefined;
  const product = checks?.product?.data ?? {
    error: run.errorCode,
    message: run.errorMessage,
    answer: said?.text ?? null,
  };
  return {
    system: text?.system ?? "",
    output: JSON.stringify(product, null, 2),
    facts: factsOf(run, checks?.findings?.filter(({ passed }) => !passed).length ?? 0),
  };
}

interface Checks {
  product?: { data?: unknown };
  findings?: { passed: boolean }[];
}

function factsOf(run: Run, remarks: number): z.infer<typeof RunDiff>["before"] {
  const { status, agentVersion, model, inputTokens, outputTokens, costMicros } = run;
  return { status, agentVersion, model, tokens: inputTokens + outputTokens, costMicros: costMicros ?? 0, remarks };
}

function hunks(before: string, after: string): string {
  return before === after ? "" : createTwoFilesPatch("before", "after", `${before}\n`, `${after}\n`);
}

async function originalOf(id: string): Promise<string | undefined> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("replayOf")
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .executeTakeFirst(),
  );
  return row?.replayOf ?? undefined;
}

async function keysOf(id: string): Promise<Map<number, string>> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("runSteps")
      .select(["seq", "dataKey"])
      .where("tenantId", "=", tenant())
      .where("runId", "=", id)
      .execute(),
  );
  return new Map(rows.flatMap(({ seq, dataKey }) => (dataKey ? [[seq, dataKey]] : [])));
}
