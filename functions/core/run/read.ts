import { gunzipSync } from "node:zlib";
import * as Paging from "#core/page/index.ts";
import { isAgency, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { get as stored } from "#platform/storage.ts";
import { notFound } from "#schema/errors.ts";
import type { Run, RunChunk, RunStep } from "#schema/run.ts";

const { iso } = Paging;

interface Stored {
  id: string;
  activityId: string | null;
  subjectType: string | null;
  subjectId: string | null;
  agent: string;
  agentVersion: number;
  adapter: string;
  model: string;
  tier: string;
  status: string;
  attempt: number;
  version: number;
  wakeReason: string;
  promptSha256: string | null;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicros: number;
  currency: string;
  credits: number;
  errorCode: string | null;
  errorMessage: string | null;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** Runs as the reader may see them: provider cost only for the agency. */
export function shapeRuns(rows: readonly Stored[]): Run[] {
  return rows.map((row) => ({
    id: row.id,
    activityId: row.activityId,
    subject: row.subjectType && row.subjectId ? { type: row.subjectType, id: row.subjectId } : null,
    agent: row.agent,
    agentVersion: row.agentVersion,
    adapter: row.adapter,
    model: row.model,
    tier: row.tier,
    status: row.status as Run["status"],
    attempt: row.attempt,
    version: row.version,
    wakeReason: row.wakeReason as Run["wakeReason"],
    promptSha256: row.promptSha256,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cachedTokens: row.cachedTokens,
    costMicros: isAgency() ? row.costMicros : null,
    currency: row.currency,
    credits: row.credits / 100,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    queuedAt: iso(row.queuedAt),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  }));
}

/** One run of the tenant at work. */
export async function get(id: string): Promise<Run> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("agentRuns as r")
      .innerJoin("agentVersions as v", "v.id", "r.agentVersionId")
      .selectAll("r")
      .select("v.version as agentVersion")
      .where("r.tenantId", "=", tenant())
      .where("r.id", "=", id)
      .executeTakeFirst(),
  );
  const [run] = row ? shapeRuns([row]) : [];
  if (!run || !(await mayRead(run))) throw notFound("Run", id);
  return run;
}

// What somebody asks in a conversation is theirs; the agency looks after the runs of all.
async function mayRead({ subject }: Run): Promise<boolean> {
  if (isAgency() || subject?.type !== "chat_message") return true;
  const { isOwn } = await import("#core/chat/thread.ts");
  return transaction((tx) => isOwn(tx, subject.id));
}

/** The ordered log of a run. */
export async function steps(id: string): Promise<RunStep[]> {
  await get(id);
  const rows = await transaction((tx) =>
    tx
      .selectFrom("runSteps")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("runId", "=", id)
      .orderBy("seq")
      .execute(),
  );
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind as RunStep["kind"],
    name: row.name,
    status: row.status as RunStep["status"],
    startedAt: iso(row.startedAt),
    durationMs: row.durationMs,
    summary: row.summary,
  }));
}

/** Streamed text after a number: how a screen closes gaps. */
export async function chunks(id: string, after: number): Promise<RunChunk[]> {
  await get(id);
  return transaction((tx) =>
    tx
      .selectFrom("runChunks")
      .select(["seq", "delta"])
      .where("tenantId", "=", tenant())
      .where("runId", "=", id)
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(2_000)
      .execute(),
  );
}

/** The exact prompt of a run, for the agency. */
export async function prompt(
  id: string,
): Promise<{ system: string; prompt: string; sha256: string; agentVersion: number }> {
  require("run.inspect", "read prompts");
  const run = await get(id);
  const key = await transaction((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("promptKey")
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .executeTakeFirst(),
  );
  const bytes = key?.promptKey ? await stored(key.promptKey) : undefined;
  if (!bytes) throw notFound("Prompt of run", id);
  const text = JSON.parse(gunzipSync(bytes).toString("utf8")) as { system: string; prompt: string };
  return { ...text, sha256: run.promptSha256 ?? "", agentVersion: run.agentVersion };
}
