import { gzipSync } from "node:zlib";
import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { appendRun } from "#platform/live.ts";
import { put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import type { StepKind } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";

const flushMs = 250;

/** Keeps the log of one run: its steps and its streamed text, in the database and live. */
export interface Recorder {
  /** Runs one step and logs how it went and how long it took; errors are logged and thrown on. */
  step<T>(
    kind: z.infer<typeof StepKind>,
    name: string,
    work: () => Promise<T>,
    summary: (result: T) => string,
  ): Promise<T>;
  /** Takes streamed text; it is written in pieces. */
  delta(text: string): void;
  /** Writes what is left and tells viewers the run has ended. */
  end(status: string): Promise<void>;
}

/** Opens the log of a run; one that waited for its provider goes on where it stopped. */
export async function recorder(run: ClaimedRun): Promise<Recorder> {
  let { stepSeq, chunkSeq } = await positions(run.id);
  let buffered = "";
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

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
      await appendRun(run.id, "delta", { seq, delta });
    });
    writing.catch(() => undefined);
  };

  const log = async (
    kind: z.infer<typeof StepKind>,
    name: string,
    status: "ok" | "error",
    startedAt: Date,
    summary: string,
  ) => {
    const seq = ++stepSeq;
    const durationMs = Date.now() - startedAt.getTime();
    const row = { seq, kind, name, status, durationMs, summary: summary.slice(0, 500) };
    await transaction(async (tx) => {
      await tx
        .insertInto("runSteps")
        .values({ tenantId: tenant(), id: newId("runStep"), runId: run.id, startedAt, ...row })
        .execute();
      await Effect.live("agent:progress", { runId: run.id, seq, step: name, activityId: run.activityId });
    });
    await appendRun(run.id, "step", { ...row, startedAt: startedAt.toISOString() });
  };

  return {
    async step(kind, name, work, summary) {
      const startedAt = new Date();
      try {
        const result = await work();
        await log(kind, name, "ok", startedAt, summary(result));
        return result;
      } catch (error) {
        await log(kind, name, "error", startedAt, error instanceof Error ? error.message : String(error)).catch(
          () => undefined,
        );
        throw error;
      }
    },
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
export async function keep(runId: string, part: "prompt" | "response", content: unknown): Promise<string> {
  const key = `runs/${tenant()}/${runId}/${part}.json.gz`;
  await put(key, gzipSync(JSON.stringify(content)), "application/gzip");
  return key;
}
