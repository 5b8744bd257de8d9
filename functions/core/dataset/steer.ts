import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { downloadUrl } from "#platform/storage.ts";
import { setEnabled } from "#platform/vectors.ts";
import { type DatasetFile, type FileVerb, fileMachine } from "#schema/dataset.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { counted } from "./counted.ts";
import { type FileRow, lockedFile, modelOf } from "./ingest.ts";
import { order } from "./order.ts";
import { file } from "./read.ts";

/** Hides a file from retrieval at once, or shows it again. */
export async function setFileEnabled(id: string, enabled: boolean): Promise<DatasetFile> {
  require("dataset.upload", "change documents");
  const model = await transaction(async (tx) => {
    await move(
      tx,
      await locked(tx, id),
      enabled ? "enable" : "disable",
      {},
      enabled ? "dataset_file.enabled" : "dataset_file.disabled",
    );
    return modelOf(tx, id);
  });
  await setEnabled(model, id, enabled);
  return file(id);
}

/** Reads the file again into a new generation; the old one serves until the new one is in. */
export async function reprocess(id: string): Promise<DatasetFile> {
  require("dataset.upload", "change documents");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const generation = row.nextGeneration + 1;
    await move(tx, row, "reprocess", { nextGeneration: generation, errorCode: null }, "dataset_file.reprocessed");
    await order(tx, row.datasetId, id, generation);
  });
  return file(id);
}

/** Removes a file: out of retrieval at once, passages and vectors gone within a minute. */
export async function removeFile(id: string): Promise<void> {
  require("dataset.upload", "remove documents");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await move(tx, row, "delete", { deletedAt: new Date(), deletedBy: reference() }, "dataset_file.removed");
    await counted(tx, row.datasetId);
    await Effect.job("rag__ingest", { kind: "purge", fileId: id, generation: row.nextGeneration });
  });
}

/** Address from which the original can be downloaded for 15 minutes. */
export async function download(id: string): Promise<{ url: string }> {
  require("dataset.upload", "download documents");
  const row = await transaction((tx) =>
    tx
      .selectFrom("datasetFiles")
      .select(["s3Key", "fileName", "title"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("status", "!=", "deleted")
      .executeTakeFirst(),
  );
  if (!row) throw notFound("File", id);
  return { url: await downloadUrl(row.s3Key, row.fileName ?? row.title) };
}

async function locked(tx: Tx, id: string): Promise<FileRow> {
  const row = await lockedFile(tx, id);
  if (!row || row.status === "deleted") throw notFound("File", id);
  return row;
}

async function move(
  tx: Tx,
  row: FileRow,
  verb: FileVerb,
  set: Record<string, unknown>,
  action: "dataset_file.enabled" | "dataset_file.disabled" | "dataset_file.reprocessed" | "dataset_file.removed",
): Promise<void> {
  const { id } = row;
  const status = after(fileMachine, row.status, verb, `"${row.title}"`);
  await tx
    .updateTable("datasetFiles")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit(
    action,
    { type: "dataset_file", id, label: row.title },
    { before: { status: row.status }, after: { status } },
  );
  await Effect.live("dataset_file:updated", { id, status, done: 0, total: 0 });
}
