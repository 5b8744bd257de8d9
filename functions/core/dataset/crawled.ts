import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import type { DatasetKind, DocKind, FileSource, FileStatus, Trust } from "#schema/dataset.ts";
import { fileMachine, importanceOf } from "#schema/dataset.ts";
import { newId } from "#schema/ids.ts";
import { after, allows } from "#schema/machine.ts";
import { counted } from "./counted.ts";
import { order } from "./order.ts";

const website = { source: "crawl", trust: "site" } as const;

/** What was found on the tenant's website, stored and ready to be taken in. */
export interface Source {
  datasetId: string;
  s3Key: string;
  sha256: string;
  mime: string;
  bytes: number;
}

interface Document extends Source {
  /** The file that it is a newer state of. */
  id: string | null;
  title: string;
  url: string | null;
  docKind: DocKind;
  fileName?: string;
  /** Where it comes from, when not from the website. */
  origin?: { source: z.infer<typeof FileSource>; trust: Trust };
}

/** Stores the bytes of a page, document or text for a standard dataset; null for a tenant that has no such dataset. */
export async function prepare(
  content: string | Uint8Array,
  mime = "text/html",
  kind: z.infer<typeof DatasetKind> = "website_content",
): Promise<Source | null> {
  const dataset = await transaction((tx) =>
    tx
      .selectFrom("datasets")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("kind", "=", kind)
      .where("deletedAt", "is", null)
      .executeTakeFirst(),
  );
  if (!dataset) return null;
  const hash = sha256(content);
  const s3Key = `rag/${tenant()}/${dataset.id}/${hash}/source`;
  await put(s3Key, content, mime);
  return { datasetId: dataset.id, s3Key, sha256: hash, mime, bytes: Buffer.byteLength(content) };
}

/**
 * Takes a page or document of the website into Website Content and orders its ingestion; a newer state of a file becomes its next
 * generation. What people took out or switched off stays so. @returns the file's id, null when the same bytes are there already
 */
export async function take(tx: Tx, document: Document): Promise<string | null> {
  const { id, datasetId, title, url, docKind, fileName = null, origin = website, ...stored } = document;
  const copy = await tx
    .selectFrom("datasetFiles")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("datasetId", "=", datasetId)
    .where("sha256", "=", stored.sha256)
    .where("status", "!=", "deleted")
    .executeTakeFirst();
  if (copy) return copy.id === id ? id : null;
  if (id) return renew(tx, id, { title: title.slice(0, 200), ...stored });
  const fileId = newId("datasetFile");
  await tx
    .insertInto("datasetFiles")
    .values({
      ...{ tenantId: tenant(), id: fileId, datasetId, ...stored, docKind, url, title: title.slice(0, 200) },
      ...{ ...origin, fileName, status: "queued", importance: importanceOf[docKind] },
      sourceAt: new Date(),
      createdBy: reference(),
    })
    .execute();
  await Effect.audit(
    "dataset_file.uploaded",
    { type: "dataset_file", id: fileId, label: title.slice(0, 200) },
    { after: { url, bytes: stored.bytes, sha256: stored.sha256 } },
  );
  await order(tx, datasetId, fileId, 1);
  await counted(tx, datasetId);
  return fileId;
}

/** Takes a file out of retrieval: its page is gone, or asks not to be indexed. */
export async function drop(tx: Tx, id: string): Promise<void> {
  const file = await locked(tx, id);
  if (!file || !allows(fileMachine, file.status, "delete")) return;
  await tx
    .updateTable("datasetFiles")
    .set({
      status: after(fileMachine, file.status, "delete", file.title),
      deletedAt: new Date(),
      deletedBy: reference(),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await counted(tx, file.datasetId);
  await Effect.audit(
    "dataset_file.removed",
    { type: "dataset_file", id, label: file.title },
    { before: { status: file.status }, after: { status: "deleted" } },
  );
  await Effect.job("rag__ingest", { kind: "purge", fileId: id, generation: file.nextGeneration });
}

async function renew(tx: Tx, id: string, set: Omit<Source, "datasetId"> & { title: string }): Promise<string> {
  const file = await locked(tx, id);
  const isUnderWay = file?.status === "queued" || file?.status === "processing";
  if (!file || !(isUnderWay || allows(fileMachine, file.status, "reprocess"))) return id;
  const generation = file.nextGeneration + 1;
  const status = isUnderWay ? file.status : after(fileMachine, file.status, "reprocess", file.title);
  await tx
    .updateTable("datasetFiles")
    .set({ ...set, status, nextGeneration: generation, errorCode: null, sourceAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit(
    "dataset_file.reprocessed",
    { type: "dataset_file", id, label: file.title },
    { before: { sha256: file.sha256 }, after: { sha256: set.sha256 } },
  );
  await order(tx, file.datasetId, id, generation);
  await counted(tx, file.datasetId);
  return id;
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("datasetFiles")
    .select(["status", "title", "datasetId", "nextGeneration", "sha256"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, status: row.status as FileStatus };
}
