import { createHash } from "node:crypto";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { collectionOf } from "#schema/vectors.ts";
import { insist } from "../report.ts";
import { query } from "./postgres.ts";
import type { Stores } from "./stores.ts";

/** Each passage of a document has its vector, in the tenant's partition. */
export async function vectorsExist(stores: Stores, tenantId: string, fileId: string): Promise<string> {
  const chunks = await query(
    stores,
    `select c.id, c.point_id, m.name as model from dataset_chunks c
      join dataset_files f on f.tenant_id = c.tenant_id and f.id = c.dataset_file_id and f.generation = c.generation
      join datasets d on d.tenant_id = c.tenant_id and d.id = c.dataset_id
      join embedding_models m on m.id = d.embedding_model_id
      where c.tenant_id = $1 and c.dataset_file_id = $2`,
    [tenantId, fileId],
  );
  insist(chunks.length > 0, "the document has no passages");
  const points = await stores.qdrant.retrieve(collectionOf(String(chunks[0]?.["model"])), {
    ids: chunks.map((chunk) => String(chunk["point_id"])),
    with_payload: true,
    with_vector: true,
  });
  const byId = new Map(points.map((point) => [String(point.id), point]));
  for (const chunk of chunks) {
    const point = byId.get(String(chunk["point_id"]));
    insist(point, `passage ${chunk["id"]} has no vector`);
    insist(
      point.payload?.["tenant_id"] === tenantId,
      `the vector of ${chunk["id"]} belongs to ${point.payload?.["tenant_id"]}`,
    );
    insist(point.payload["chunk_id"] === chunk["id"], `the vector of ${chunk["id"]} names another passage`);
  }
  return `${chunks.length} vectors`;
}

/** The stored object lies under the tenant's own prefix and is, byte for byte, what was uploaded. */
export async function objectStored(stores: Stores, tenantId: string, fileId: string): Promise<string> {
  const [file] = await query(
    stores,
    "select s3_key, sha256, bytes from dataset_files where tenant_id = $1 and id = $2",
    [tenantId, fileId],
  );
  const key = String(file?.["s3_key"]);
  insist(key.split("/").includes(tenantId), `${key} does not lie in the folder of the tenant`);
  const object = await stores.s3.send(new GetObjectCommand({ Bucket: stores.env["S3_BUCKET"], Key: key }));
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  const digest = createHash("sha256").update(bytes).digest("hex");
  insist(digest === file?.["sha256"], `the stored object has another content than ${fileId}`);
  return `${bytes.length} bytes`;
}
