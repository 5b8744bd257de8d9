import { fn } from "#core/fn.ts";
import * as Limit from "#core/limit/index.ts";
import { current, require, tenant } from "#platform/actor.ts";
import { DatasetQuery } from "#schema/dataset.ts";
import type { DatasetAnswer } from "#schema/run.ts";
import { retrieve } from "./retrieve.ts";

/**
 * What the tenant's datasets answer to a query, for somebody who tries it out: the same retrieval as an agent's, and as well
 * logged. A system needs no more than the right to read.
 * @throws request.rate_limited after 60 an hour
 */
export const tryQuery = fn(DatasetQuery, async ({ query, datasetIds, topK, mode }): Promise<DatasetAnswer> => {
  require(current().kind === "key" ? "dataset.read" : "dataset.upload", "use the retrieval sandbox");
  await Limit.spend({ "dataset_query.tenant": tenant() });
  const found = await retrieve({ query, topK, mode, source: "sandbox", ...(datasetIds ? { datasetIds } : {}) });
  const hits = found.hits.map(({ fileName: fileTitle, rank, chunkId, fileId, page, headingPath, text, ...hit }) => {
    const { dense, bm25, recency, importance, score, used } = hit;
    return { rank, chunkId, fileId, fileTitle, page, headingPath, text, dense, bm25, recency, importance, score, used };
  });
  return { hits, retrievalLogId: found.logId, degraded: found.degraded, tookMs: found.latencyMs };
});
