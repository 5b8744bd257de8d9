import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Hit } from "./retrieve.ts";

/** The passages a run was given, as its retrieval log and the chunks still have them. */
export async function usedBy(runId: string): Promise<Hit[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("retrievalHits as h")
      .innerJoin("retrievalLogs as l", (join) =>
        join.onRef("l.tenantId", "=", "h.tenantId").onRef("l.id", "=", "h.retrievalLogId"),
      )
      .innerJoin("datasetChunks as c", (join) =>
        join.onRef("c.tenantId", "=", "h.tenantId").onRef("c.id", "=", "h.datasetChunkId"),
      )
      .innerJoin("datasetFiles as f", (join) =>
        join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
      )
      .select(["h.rank", "h.denseScore as dense", "h.bm25Score as bm25", "h.recency", "h.importance"])
      .select(["h.fusedScore as score", "h.used", "c.id as chunkId", "c.datasetFileId as fileId"])
      .select(["f.title as fileName", "f.trust", "c.text", "c.page", "c.headingPath"])
      .select(["c.startOffset", "c.endOffset", "c.sha256"])
      .where("h.tenantId", "=", tenant())
      .where("l.runId", "=", runId)
      .where("h.used", "=", true)
      .orderBy("h.rank")
      .execute(),
  );
  return rows.map((row) => ({ ...row, trust: row.trust as Hit["trust"] }));
}
