import * as Effect from "#core/effect/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { put, get as stored } from "#platform/storage.ts";
import { removeFile } from "#platform/vectors.ts";
import type { FileErrorCode, FileStatus } from "#schema/dataset.ts";
import { fileErrorText, fileMachine } from "#schema/dataset.ts";
import { after } from "#schema/machine.ts";
import type { Chunk } from "./chunk.ts";
import { chunkFile } from "./chunk.ts";
import { counted } from "./counted.ts";
import { EmbeddingHeld } from "./embed.ts";
import type { ParsedFile } from "./parse.ts";
import { FileError, parseFile } from "./parse.ts";
import { sniff } from "./sniff.ts";
import { storeBatch, workOf } from "./store-batch.ts";

export interface FileRow {
  id: string;
  datasetId: string;
  status: FileStatus;
  generation: number;
  nextGeneration: number;
  title: string;
  fileName: string | null;
  s3Key: string;
  importance: number;
  trust: string;
  createdAt: Date;
  sourceAt: Date | null;
}

export interface Settings {
  model: string;
  chunkTokens: number;
  overlapPct: number;
}

const batchSize = 64;

/**
 * Reads a file into the dataset: parse, chunk with offsets, embed, vectors, keyword postings. The generation becomes current
 * only when all of it is in; ids derive from file, generation and place, so a repeat overwrites. A broken or hostile file
 * ends as `failed` with its reason, and the older generation stays in service.
 */
export async function ingest(fileId: string, generation: number): Promise<void> {
  const begun = await transaction((tx) => begin(tx, fileId, generation));
  if (!begun) return;
  const { file, settings } = begun;
  try {
    const bytes = await stored(file.s3Key);
    if (!bytes) throw new FileError("corrupt");
    await stage(fileId, "parsing");
    const parsed = await parseFile(bytes, await sniff(bytes, file.fileName ?? ""));
    await put(
      `rag/${tenant()}/${file.datasetId}/${fileId}/text.json`,
      JSON.stringify({ text: parsed.text, blocks: parsed.blocks, pages: parsed.pages }),
      "application/json",
    );
    await stage(fileId, "chunking");
    const chunks = chunkFile(parsed, { tokens: settings.chunkTokens, overlapPct: settings.overlapPct }, estimateTokens);
    await stage(fileId, "embedding", 0, chunks.length);
    const there = await transaction((tx) => storedOf(tx, fileId, generation));
    for (let at = 0; at < chunks.length; at += batchSize) {
      // A batch before the last that is there has its vectors, too; it is not paid for again.
      if (at + batchSize < there) continue;
      await storeBatch(file, settings, generation, chunks.slice(at, at + batchSize));
      await stage(fileId, "embedding", Math.min(at + batchSize, chunks.length), chunks.length);
    }
    await finish(file, settings, generation, parsed, chunks);
  } catch (error) {
    if (error instanceof EmbeddingHeld) return pause(fileId, error.neededMinor);
    if (!(error instanceof FileError)) throw error;
    await failed(fileId, error.code);
  } finally {
    await transaction((tx) => Spend.closeWork(tx, workOf(fileId, generation)));
  }
}

/** Whether a file may be read on: one that waits for money goes on once there is some again. */
export async function mayGoOn(tx: Tx, fileId: string): Promise<boolean> {
  const waiting = await tx
    .selectFrom("ingestJobs")
    .select("waitsForMinor")
    .where("tenantId", "=", tenant())
    .where("datasetFileId", "=", fileId)
    .where("status", "=", "paused_budget")
    .executeTakeFirst();
  return !waiting || Spend.hasRoom(tx, Number(waiting.waitsForMinor ?? 0));
}

/** The file keeps what it has, and waits for the money that the rest of its vectors cost. */
async function pause(fileId: string, waitsForMinor: number): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .updateTable("ingestJobs")
      .set({ status: "paused_budget", waitsForMinor })
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", fileId)
      .where("status", "=", "running")
      .execute();
    await Effect.live("dataset_file:updated", { id: fileId, status: "processing", done: 0, total: 0 });
  });
}

async function storedOf(tx: Tx, fileId: string, generation: number): Promise<number> {
  const { count } = await tx
    .selectFrom("datasetChunks")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("datasetFileId", "=", fileId)
    .where("generation", "=", generation)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Removes everything of a deleted file: vectors first, then passages and postings. */
export async function purge(fileId: string): Promise<void> {
  const model = await transaction((tx) => modelOf(tx, fileId));
  await removeFile(model, fileId);
  await transaction(async (tx) => {
    await tx.deleteFrom("datasetChunks").where("tenantId", "=", tenant()).where("datasetFileId", "=", fileId).execute();
  });
}

/** Ends a file as failed with the reason people see. */
export async function failed(fileId: string, code: FileErrorCode): Promise<void> {
  await transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (!file || !["queued", "processing"].includes(file.status)) return;
    const status = after(fileMachine, file.status, "fail", `"${file.title}"`);
    await tx
      .updateTable("datasetFiles")
      .set({ status, stage: null, errorCode: code })
      .where("tenantId", "=", tenant())
      .where("id", "=", fileId)
      .execute();
    await tx
      .updateTable("ingestJobs")
      .set({ status: "failed", failedCount: 1, finishedAt: new Date(), errorCode: code })
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", fileId)
      .where("status", "in", ["queued", "running", "paused_budget"])
      .execute();
    await Effect.audit(
      "dataset_file.failed",
      { type: "dataset_file", id: fileId, label: file.title },
      { before: { status: file.status }, after: { status, code } },
    );
    await Effect.notify(
      "dataset.failed",
      { type: "dataset_file", id: fileId },
      { title: file.title, reason: fileErrorText[code] },
    );
    await Effect.live("dataset_file:updated", { id: fileId, status, done: 0, total: 0 });
  });
}

async function begin(
  tx: Tx,
  fileId: string,
  generation: number,
): Promise<{ file: FileRow; settings: Settings } | null> {
  const file = await lockedFile(tx, fileId);
  if (
    !file ||
    file.nextGeneration !== generation ||
    file.generation === generation ||
    !["queued", "processing"].includes(file.status)
  )
    return null;
  if (file.status === "queued") {
    const status = after(fileMachine, file.status, "start", `"${file.title}"`);
    await tx
      .updateTable("datasetFiles")
      .set({ status, stage: "parsing", errorCode: null })
      .where("tenantId", "=", tenant())
      .where("id", "=", fileId)
      .execute();
    await tx
      .updateTable("ingestJobs")
      .set({ status: "running", startedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", fileId)
      .where("status", "=", "queued")
      .execute();
    await Effect.live("dataset_file:updated", { id: fileId, status, done: 0, total: 0 });
  }
  await tx
    .updateTable("ingestJobs")
    .set({ status: "running", waitsForMinor: null })
    .where("tenantId", "=", tenant())
    .where("datasetFileId", "=", fileId)
    .where("status", "=", "paused_budget")
    .execute();
  const settings = await tx
    .selectFrom("datasets as d")
    .innerJoin("embeddingModels as e", "e.id", "d.embeddingModelId")
    .select(["e.name as model", "d.chunkTokens", "d.overlapPct"])
    .where("d.tenantId", "=", tenant())
    .where("d.id", "=", file.datasetId)
    .executeTakeFirstOrThrow();
  return { file, settings };
}

async function finish(
  file: FileRow,
  settings: Settings,
  generation: number,
  parsed: ParsedFile,
  chunks: readonly Chunk[],
): Promise<void> {
  const done = await transaction(async (tx) => {
    const now = await lockedFile(tx, file.id);
    if (now?.status !== "processing" || now.nextGeneration !== generation) return false;
    const status = after(fileMachine, now.status, "finish", `"${file.title}"`);
    const tokens = chunks.reduce((sum, chunk) => sum + chunk.tokens, 0);
    await tx
      .updateTable("datasetFiles")
      .set({
        status,
        stage: null,
        generation,
        chunkCount: chunks.length,
        tokens,
        language: parsed.language,
        flags: parsed.flags,
        indexedAt: new Date(),
        ...(parsed.title && file.title === file.fileName ? { title: parsed.title.slice(0, 200) } : {}),
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", file.id)
      .execute();
    await tx
      .deleteFrom("datasetChunks")
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", file.id)
      .where("generation", "!=", generation)
      .execute();
    await tx
      .updateTable("ingestJobs")
      .set({ status: "done", total: chunks.length, doneCount: chunks.length, finishedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", file.id)
      .where("status", "=", "running")
      .execute();
    await counted(tx, file.datasetId);
    await Effect.audit(
      "dataset_file.ready",
      { type: "dataset_file", id: file.id, label: file.title },
      { before: { status: now.status }, after: { status, chunks: chunks.length, generation } },
    );
    await Effect.live("dataset_file:updated", { id: file.id, status, done: chunks.length, total: chunks.length });
    return true;
  });
  if (done) await removeFile(settings.model, file.id, generation);
}

/** The embedding model of a file's dataset. */
export async function modelOf(tx: Tx, fileId: string): Promise<string> {
  const row = await tx
    .selectFrom("datasetFiles as f")
    .innerJoin("datasets as d", (join) => join.onRef("d.tenantId", "=", "f.tenantId").onRef("d.id", "=", "f.datasetId"))
    .innerJoin("embeddingModels as e", "e.id", "d.embeddingModelId")
    .select("e.name")
    .where("f.tenantId", "=", tenant())
    .where("f.id", "=", fileId)
    .executeTakeFirstOrThrow();
  return row.name;
}

/** Reads and locks a file of the tenant at work, removed ones too. */
export async function lockedFile(tx: Tx, id: string): Promise<FileRow | undefined> {
  const row = await tx
    .selectFrom("datasetFiles")
    .select([
      "id",
      "datasetId",
      "status",
      "generation",
      "nextGeneration",
      "title",
      "fileName",
      "s3Key",
      "importance",
      "trust",
      "createdAt",
      "sourceAt",
    ])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as unknown as FileRow | undefined;
}

async function stage(fileId: string, name: "parsing" | "chunking" | "embedding", done = 0, total = 0): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .updateTable("datasetFiles")
      .set({ stage: name })
      .where("tenantId", "=", tenant())
      .where("id", "=", fileId)
      .where("status", "=", "processing")
      .execute();
    await tx
      .updateTable("ingestJobs")
      .set({ total, doneCount: done })
      .where("tenantId", "=", tenant())
      .where("datasetFileId", "=", fileId)
      .where("status", "=", "running")
      .execute();
    await Effect.live("dataset_file:updated", { id: fileId, status: "processing", done, total });
  });
}
