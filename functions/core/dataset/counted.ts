import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** Recounts a dataset's files, passages and bytes. */
export async function counted(tx: Tx, datasetId: string): Promise<void> {
  const sums = await tx
    .selectFrom("datasetFiles")
    .select((eb) => [
      eb.fn.countAll<number>().as("files"),
      eb.fn.sum<number>("chunkCount").as("chunks"),
      eb.fn.sum<number>("bytes").as("bytes"),
    ])
    .where("tenantId", "=", tenant())
    .where("datasetId", "=", datasetId)
    .where("status", "!=", "deleted")
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("datasets")
    .set({ fileCount: Number(sums.files), chunkCount: Number(sums.chunks ?? 0), bytes: Number(sums.bytes ?? 0) })
    .where("tenantId", "=", tenant())
    .where("id", "=", datasetId)
    .execute();
}
