import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

/** A document of a tenant with one passage, and its file. */
export async function insertKnowledge(tx: Tx, { id: tenantId, datasetId }: TestTenant) {
  const [datasetFile, chunk, upload] = [newId("datasetFile"), newId("chunk"), newId("upload")];
  const text = "The owners keep 42 secrets in the cellar.";
  const stored = { mime: "text/markdown", bytes: text.length, sha256: sha256(`${tenantId}${text}`) };
  await tx
    .insertInto("datasetFiles")
    .values({
      tenantId,
      id: datasetFile,
      datasetId,
      source: "upload",
      docKind: "document",
      title: "Secrets",
      fileName: "secrets.md",
      ...stored,
      s3Key: `uploads/${tenantId}/${upload}`,
      status: "ready",
      generation: 1,
      nextGeneration: 2,
      chunkCount: 1,
      importance: 0.5,
      trust: "own",
    })
    .execute();
  await tx
    .insertInto("datasetChunks")
    .values({
      tenantId,
      id: chunk,
      datasetId,
      datasetFileId: datasetFile,
      generation: 1,
      seq: 0,
      text,
      startOffset: 0,
      endOffset: text.length,
      tokens: 10,
      termCount: 6,
      sha256: sha256(text),
      pointId: crypto.randomUUID(),
    })
    .execute();
  const expiresAt = new Date(Date.now() + 3_600_000);
  const file = { purpose: "dataset", fileName: "secrets.md", ...stored, sha256: sha256(`${upload}${text}`) };
  await tx
    .insertInto("uploads")
    .values({ tenantId, id: upload, ...file, s3Key: `uploads/${tenantId}/${upload}`, status: "stored", expiresAt })
    .execute();
  return { datasetFile, chunk, upload };
}
