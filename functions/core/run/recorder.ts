import { gzipSync } from "node:zlib";
import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { appendRun } from "#platform/live.ts";
import { put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import type { StepKind, StepStatus } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";

const flushMs = 250;

/** Keeps the log of one run: its steps and its streamed text, in the database and live. */
export interface Recorder {
  /** Whether anything of it lasts: not when a run is only done over. */
  keeps: boolean;
  /** Runs one step and logs how it went and how long it took; errors are logged and thrown on. */
  step<T>(
    kind: z.infer<typeof StepKind>,
    name: string,
    work: () => Promise<T>,
    summary: (result: T) => string,
    more?: More<T>,
  ): Promise<T>;
  /** Logs something that did not work and that the run goes on without. */
  failed(kind: z.infer<typeof StepKind>, name: string, summary: string): Promise<void>;
  /** Takes streamed text; it is written in pieces. */
  delta(text: string): void;
  /** Writes what is left and tells viewers the run has ended. */
  end(status: string): Promise<void>;
}

/** What else is kept of a step. */
export interface More<T> {
  /** What came of it, whole: the run can be done over with it. */
  data?(result: T): unknown;
  status?(result: T): z.infer<typeof StepStatus>;
  /** Rows that are written with the step's own. */
  also?(tx: Tx, at: { seq: number; key: string | null }, result: T): Promise<void>;
}

/** The run is held no more: somebody stopped it, or took it over. What it would still do is left undone. */
export class Stopped extends Error {
  constructor() {
    super("The run was stopped.");
    this.name = "Stopped";
  }
}

/** Opens the log of a run; one that waited for its provider goes on where it stopped. Each entry looks whether the run goes on. */
export async function recorder(run: ClaimedRun, stop = new AbortController()): Promise<Recorder> {
  let { stepSeq, chunkSeq } = await positions(run.id);
  let buffered = "";
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const look = async () => {
    const row = await transaction((tx) =>
      tx
        .selectFrom("agentRuns")
        .select("status")
        .where("tenantId", "=", tenant())
        .where("id", "=", run.id)
        .executeTakeFirst(),
    );
    if (row?.status === "cancelled") stop.abort(new Stopped());
  };

  const flush = () => {
    timer = undefined;
    const delta = buffered;
    buffered = "";
    if (!delta) return;
    const seq = ++chunkSeq;
    writing = writing.then(async () => {
      await transaction((tx) =>
        tx
          .insertInto("runChunks")
          .values({ tenantId: tenant(), id: newId("runChunk"), runId: run.id, seq, delta })
          .execute(),
      );
      await look();
      await appendRun(run.id, "delta", { seq, delta });
    });
    writing.catch(() => undefined);
  };

  const log = async (
    step: { kind: z.infer<typeof StepKind>; name: string; status: z.infer<typeof StepStatus>; startedAt: Date },
    summary: string,
    data?: { content: unknown },
    also?: (tx: Tx, at: { seq: number; key: string | null }) => Promise<void>,
  ) => {
    const seq = ++stepSeq;
    const { startedAt, name } = step;
    const durationMs = Date.now() - startedAt.getTime();
    const row = { ...step, seq, durationMs, summary: summary.slice(0, 500) };
    const key = data ? await keep(run.id, `step-${seq}`, data.content) : null;
    await transaction(async (tx) => {
      await tx
        .insertInto("runSteps")
        .values({ tenantId: tenant(), id: newId("runStep"), runId: run.id, dataKey: key, ...row })
        .execute();
      await also?.(tx, { seq, key });
      await Effect.live("agent:progress", { runId: run.id, seq, step: name, activityId: run.activityId });
    });
    await appendRun(run.id, "step", { ...row, startedAt: startedAt.toISOString() });
  };

  return {
    keeps: true,
    async step(kind, name, work, summary, more = {}) {
      await look();
      stop.signal.throwIfAborted();
      const startedAt = new Date();
      const result = await work().catch(async (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        await log({ kind, name, status: "error", startedAt }, message).catch(() => undefined);
        throw error;
      });
      const step = { kind, name, status: more.status?.(result) ?? ("ok" as const), startedAt };
      const data = more.data ? { content: more.data(result) } : undefined;
      await log(step, summary(result), data, (tx, at) => more.also?.(tx, at, result) ?? Promise.resolve());
      return result;
    },
    failed: (kind, name, summary) => log({ kind, name, status: "error", startedAt: new Date() }, summary),
    delta(text) {
      buffered += text;
      timer ??= setTimeout(flush, flushMs);
    },
    async end(status) {
      clearTimeout(timer);
      flush();
      await writing;
      await appendRun(run.id, "end", { status });
    },
  };
}

async function positions(runId: string): Promise<{ stepSeq: number; chunkSeq: number }> {
  return transaction(async (tx) => {
    const last = (table: "runSteps" | "runChunks") =>
      tx
        .selectFrom(table)
        .select((eb) => eb.fn.max("seq").as("seq"))
        .where("tenantId", "=", tenant())
        .where("runId", "=", runId)
        .executeTakeFirst();
    return { stepSeq: (await last("runSteps"))?.seq ?? 0, chunkSeq: (await last("runChunks"))?.seq ?? 0 };
  });
}

/** Stores one part of a run's full log in the object store, compressed. @returns its key */
export async function keep(
  runId: string,
  part: "prompt" | "response" | `step-${number}`,
  content: unknown,
): Promise<string> {
  const key = `runs/${tenant()}/${runId}/${part}.json.gz`;
  await put(key, gzipSync(JSON.stringify(content)), "application/gzip");
  return key;
}
