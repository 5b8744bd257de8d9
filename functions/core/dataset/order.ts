import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** Orders that a file be read into a generation. */
export async function order(tx: Tx, datasetId: string, fileId: string, generation: number): Promise<void> {
  await tx
    .insertInto("ingestJobs")
    .values({
      tenantId: tenant(),
      id: newId("ingestJob"),
      datasetId,
      datasetFileId: fileId,
      kind: "file",
      status: "queued",
    })
    .execute();
  await Effect.job("rag__ingest", { kind: "file", fileId, generation });
}
