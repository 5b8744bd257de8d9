import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { isAgency, may, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { downloadUrl } from "#platform/storage.ts";
import { setEnabled } from "#platform/vectors.ts";
import type { DocKind, FileStatus, FileVerb } from "#schema/dataset.ts";
import {
  type AddFiles,
  type DatasetFile,
  type Dataset as DatasetItem,
  type FileChunk,
  fileErrorText,
  fileMachine,
  importanceOf,
} from "#schema/dataset.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { counted } from "./counted.ts";
import { modelOf } from "./ingest.ts";
import { order } from "./order.ts";

export { failed, ingest, purge } from "./ingest.ts";
export { rebuildVectors } from "./rebuild.ts";
export { retrieve } from "./retrieve.ts";
export { tryQuery } from "./try-query.ts";
export { usedBy } from "./used.ts";
export { takeWritten } from "./written.ts";

const { iso } = Paging;

/** The datasets of the tenant. */
export async function list(): Promise<DatasetItem[]> {
  const rows = await transaction((tx) => selectDatasets(tx).orderBy("d.id").execute());
  return rows.map(shapeDataset);
}

/** One dataset. */
export async function get(id: string): Promise<DatasetItem> {
  const row = await transaction((tx) => selectDatasets(tx).where("d.id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Dataset", id);
  return shapeDataset(row);
}

/** Turns checked uploads into files of a dataset and orders their ingestion. The same bytes twice are refused. */
export async function addFiles(datasetId: string, input: AddFilesInput): Promise<DatasetFile[]> {
  require("dataset.upload", "add documents");
  return transaction(async (tx) => {
    const dataset = await selectDatasets(tx).where("d.id", "=", datasetId).executeTakeFirst();
    if (!dataset) throw notFound("Dataset", datasetId);
    if (dataset.visibility !== "tenant" && !isAgency())
      throw new AppError("auth.forbidden", `${dataset.name} is kept by your agency.`);
    const ids: string[] = [];
    for (const uploadId of input.uploadIds) ids.push(await addFile(tx, dataset, uploadId, input.docKind ?? "document"));
    await counted(tx, datasetId);
    const rows = await selectFiles(tx).where("f.id", "in", ids).orderBy("f.id").execute();
    return rows.map(shapeFile);
  });
}
type AddFilesInput = { uploadIds: string[]; docKind?: DocKind | undefined };

export type { AddFiles };

/** Files of a dataset, newest first. */
export async function files(
  datasetId: string,
  filter: PageQuery & { status?: FileStatus[] | undefined; q?: string | undefined },
): Promise<Page<DatasetFile>> {
  await get(datasetId);
  const scope = JSON.stringify(["files", tenant(), datasetId, filter.status, filter.q]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    selectFiles(tx)
      .where("f.datasetId", "=", datasetId)
      .where("f.status", "!=", "deleted")
      .$if(filter.status !== undefined, (query) => query.where("f.status", "in", filter.status ?? []))
      .$if(filter.q !== undefined, (query) =>
        query.where("f.title", "ilike", `%${(filter.q ?? "").replaceAll(/[%_\\]/g, "\\$&")}%`),
      )
      .$if(position !== undefined, (query) => query.where("f.id", "<", position?.[0] ?? ""))
      .orderBy("f.id", "desc")
      .limit(filter.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shapeFile), nextCursor: page.nextCursor };
}

/** One file. */
export async function file(id: string): Promise<DatasetFile> {
  const row = await transaction((tx) =>
    selectFiles(tx).where("f.id", "=", id).where("f.status", "!=", "deleted").executeTakeFirst(),
  );
  if (!row) throw notFound("File", id);
  return shapeFile(row);
}

/** The passages of a file's current generation, in reading order. */
export async function chunks(fileId: string, query: PageQuery): Promise<Page<FileChunk>> {
  await file(fileId);
  const scope = JSON.stringify(["chunks", tenant(), fileId]);
  const position = Paging.decode(scope, query.cursor) as [number] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("datasetChunks as c")
      .innerJoin("datasetFiles as f", (join) =>
        join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
      )
      .select(["c.id", "c.seq", "c.headingPath", "c.text", "c.startOffset", "c.endOffset", "c.page", "c.tokens"])
      .where("c.tenantId", "=", tenant())
      .where("c.datasetFileId", "=", fileId)
      .whereRef("c.generation", "=", "f.generation")
      .$if(position !== undefined, (list) => list.where("c.seq", ">", position?.[0] ?? 0))
      .orderBy("c.seq")
      .limit(query.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, query.limit, scope, (row) => [row.seq]);
  return { items: page.rows, nextCursor: page.nextCursor };
}

/** Hides a file from retrieval at once, or shows it again. */
export async function setFileEnabled(id: string, enabled: boolean): Promise<DatasetFile> {
  require("dataset.upload", "change documents");
  const model = await transaction(async (tx) => {
    await moveFile(
      tx,
      id,
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
    const row = await tx
      .selectFrom("datasetFiles")
      .select(["nextGeneration", "datasetId"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("File", id);
    const generation = row.nextGeneration + 1;
    await moveFile(tx, id, "reprocess", { nextGeneration: generation, errorCode: null }, "dataset_file.reprocessed");
    await order(tx, row.datasetId, id, generation);
  });
  return file(id);
}

/** Removes a file: out of retrieval at once, passages and vectors gone within a minute. */
export async function removeFile(id: string): Promise<void> {
  require("dataset.upload", "remove documents");
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("datasetFiles")
      .select(["nextGeneration", "datasetId"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("status", "!=", "deleted")
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("File", id);
    await moveFile(tx, id, "delete", { deletedAt: new Date(), deletedBy: reference() }, "dataset_file.removed");
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

/** Makes a tenant's standard datasets; those that exist stay. */
export async function createStandard(tx: Tx, embeddingModelId: string): Promise<void> {
  const standard = [
    { name: "Client Documents", kind: "client_documents", trust: "own", visibility: "tenant" },
    { name: "Website Content", kind: "website_content", trust: "site", visibility: "tenant_read" },
    { name: "Published Content", kind: "published_content", trust: "own", visibility: "tenant_read" },
    { name: "Competitor Research", kind: "competitor_research", trust: "third_party", visibility: "tenant_read" },
  ];
  for (const values of standard) {
    const made = await tx
      .insertInto("datasets")
      .values({ tenantId: tenant(), id: newId("dataset"), embeddingModelId, ...values })
      .onConflict((conflict) => conflict.columns(["tenantId", "name"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made)
      await Effect.audit(
        "dataset.created",
        { type: "dataset", id: made.id, label: values.name },
        { after: { kind: values.kind } },
      );
  }
}

async function addFile(
  tx: Tx,
  dataset: { id: string; trust: string },
  uploadId: string,
  docKind: DocKind,
): Promise<string> {
  const upload = await tx
    .selectFrom("uploads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", uploadId)
    .where("purpose", "=", "dataset")
    .forUpdate()
    .executeTakeFirst();
  if (!upload) throw notFound("Upload", uploadId);
  if (upload.status !== "stored" || !upload.sha256)
    throw new AppError("file.file_rejected", `${upload.fileName} has not been uploaded completely.`);
  await withinPlan(tx, upload.bytes);
  const id = newId("datasetFile");
  const made = await tx
    .insertInto("datasetFiles")
    .values({
      tenantId: tenant(),
      id,
      datasetId: dataset.id,
      source: "upload",
      docKind,
      title: upload.fileName,
      fileName: upload.fileName,
      mime: upload.mime,
      bytes: upload.bytes,
      sha256: upload.sha256,
      s3Key: upload.s3Key,
      status: "queued",
      importance: importanceOf[docKind],
      trust: dataset.trust,
      createdBy: reference(),
    })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "datasetId", "sha256"]).where("status", "!=", "deleted").doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  if (!made)
    throw new AppError("dataset.duplicate_file", `${upload.fileName} is already in this dataset, byte for byte.`);
  await tx
    .updateTable("uploads")
    .set({ status: "scanned" })
    .where("tenantId", "=", tenant())
    .where("id", "=", uploadId)
    .execute();
  await Effect.audit(
    "dataset_file.uploaded",
    { type: "dataset_file", id, label: upload.fileName },
    { after: { bytes: upload.bytes, sha256: upload.sha256 } },
  );
  await Effect.live("dataset_file:updated", { id, status: "queued", done: 0, total: 0 });
  await order(tx, dataset.id, id, 1);
  return id;
}

async function withinPlan(tx: Tx, bytes: number): Promise<void> {
  const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const limit = plans[owner.plan as Plan];
  const used = await tx
    .selectFrom("datasets")
    .select((eb) => [eb.fn.sum<number>("fileCount").as("files"), eb.fn.sum<number>("bytes").as("bytes")])
    .where("tenantId", "=", tenant())
    // What a crawl found has limits of its own.
    .where("kind", "!=", "website_content")
    .executeTakeFirstOrThrow();
  if (Number(used.files ?? 0) >= limit.files || Number(used.bytes ?? 0) + bytes > limit.bytes)
    throw new AppError(
      "plan.plan_limit",
      `The plan ${owner.plan} holds ${limit.files} documents and ${Math.round(limit.bytes / 1024 ** 2)} MB. Remove some or change the plan.`,
    );
}

async function moveFile(
  tx: Tx,
  id: string,
  verb: FileVerb,
  set: Record<string, unknown>,
  action: "dataset_file.enabled" | "dataset_file.disabled" | "dataset_file.reprocessed" | "dataset_file.removed",
): Promise<void> {
  const row = await tx
    .selectFrom("datasetFiles")
    .select(["status", "title"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "!=", "deleted")
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("File", id);
  const status = after(fileMachine, row.status as FileStatus, verb, `"${row.title}"`);
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

function selectDatasets(tx: Tx) {
  return tx
    .selectFrom("datasets as d")
    .innerJoin("embeddingModels as e", "e.id", "d.embeddingModelId")
    .selectAll("d")
    .select("e.name as embeddingModel")
    .where("d.tenantId", "=", tenant())
    .where("d.deletedAt", "is", null);
}

function shapeDataset(row: Awaited<ReturnType<ReturnType<typeof selectDatasets>["execute"]>>[number]): DatasetItem {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as DatasetItem["kind"],
    embeddingModel: row.embeddingModel,
    fileCount: row.fileCount,
    chunkCount: row.chunkCount,
    bytes: row.bytes,
    enabled: row.enabled,
    mayUpload: may("dataset.upload") && (row.visibility === "tenant" || isAgency()),
    updatedAt: iso(row.updatedAt),
  };
}

function selectFiles(tx: Tx) {
  return tx.selectFrom("datasetFiles as f").selectAll("f").where("f.tenantId", "=", tenant());
}

function shapeFile(row: Awaited<ReturnType<ReturnType<typeof selectFiles>["execute"]>>[number]): DatasetFile {
  const errorCode = row.errorCode as DatasetFile["errorCode"];
  return {
    id: row.id,
    datasetId: row.datasetId,
    title: row.title,
    fileName: row.fileName,
    mime: row.mime,
    bytes: row.bytes,
    docKind: row.docKind as DocKind,
    status: row.status as FileStatus,
    stage: row.stage as DatasetFile["stage"],
    errorCode,
    errorText: errorCode ? fileErrorText[errorCode] : null,
    chunkCount: row.chunkCount,
    tokens: row.tokens,
    language: row.language,
    flags: row.flags,
    createdAt: iso(row.createdAt),
    indexedAt: iso(row.indexedAt),
  };
}
