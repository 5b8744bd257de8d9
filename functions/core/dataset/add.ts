import * as Effect from "#core/effect/index.ts";
import { isAgency, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type DatasetFile, type DocKind, importanceOf } from "#schema/dataset.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { counted } from "./counted.ts";
import { order } from "./order.ts";
import { selectDatasets, selectFiles, shapeFile } from "./read.ts";

/** Turns checked uploads into files of a dataset and orders their ingestion. The same bytes twice are refused. */
export async function addFiles(
  datasetId: string,
  input: { uploadIds: string[]; docKind?: DocKind | undefined },
): Promise<DatasetFile[]> {
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
