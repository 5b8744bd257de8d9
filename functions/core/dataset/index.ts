import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

export { addFiles } from "./add.ts";
export { failed, ingest, mayGoOn, purge } from "./ingest.ts";
export { chunks, file, files, get, list } from "./read.ts";
export { rebuildVectors } from "./rebuild.ts";
export { retrieve } from "./retrieve.ts";
export { download, removeFile, reprocess, setFileEnabled } from "./steer.ts";
export { tryQuery } from "./try-query.ts";
export { usedBy } from "./used.ts";
export { takeWritten } from "./written.ts";

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
