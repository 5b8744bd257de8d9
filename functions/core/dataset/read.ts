import * as Paging from "#core/page/index.ts";
import { isAgency, may, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import {
  type DatasetFile,
  type Dataset as DatasetItem,
  type DocKind,
  type FileChunk,
  type FileStatus,
  fileErrorText,
} from "#schema/dataset.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";

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
      .$if(filter.q !== undefined, (query) => query.where("f.title", "ilike", Paging.like(filter.q)))
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

/** Datasets of the tenant at work. */
export function selectDatasets(tx: Tx) {
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

/** Files of the tenant at work, removed ones too. */
export function selectFiles(tx: Tx) {
  return tx
    .selectFrom("datasetFiles as f")
    .selectAll("f")
    .select(
      sql<boolean>`exists (select from ingest_jobs j where j.tenant_id = f.tenant_id and j.dataset_file_id = f.id
        and j.status = 'paused_budget')`.as("waitsForBudget"),
    )
    .where("f.tenantId", "=", tenant());
}

/** A file as people see it. */
export function shapeFile(row: Awaited<ReturnType<ReturnType<typeof selectFiles>["execute"]>>[number]): DatasetFile {
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
    waitsForBudget: row.waitsForBudget,
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
