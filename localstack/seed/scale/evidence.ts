import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { add, type Sheets } from "./copy.ts";
import type { Passage } from "./knowledge.ts";
import type { Ground } from "./tenant.ts";
import { choose, topic } from "./words.ts";

const hits = 5;
const claims = 6;

/** What a run was given to read, and which sentences of the post rest on it. */
export function evidence(
  sheets: Sheets,
  { tenantId, datasetId }: Ground,
  passages: readonly Passage[],
  post: { number: number; runId: string; postId: string },
): void {
  const retrievalLogId = newId("retrieval");
  add(sheets, "retrievalLogs", {
    tenantId,
    id: retrievalLogId,
    runId: post.runId,
    source: "agent",
    query: topic(post.number),
    datasetIds: [datasetId],
    mode: "hybrid",
    topK: hits,
    denseWeight: 0.6,
    degraded: false,
    latencyMs: 40,
    embeddingModel: "offline-hash-384",
  });
  for (let rank = 1; rank <= hits; rank++) {
    const passage = choose(passages, post.number * hits + rank);
    add(sheets, "retrievalHits", {
      tenantId,
      id: newId("retrievalHit"),
      retrievalLogId,
      rank,
      datasetChunkId: passage.chunkId,
      datasetFileId: passage.fileId,
      denseScore: 0.9 - rank / 20,
      bm25Score: 8 - rank,
      recency: 0.5,
      importance: 0.5,
      fusedScore: 0.8 - rank / 20,
      used: rank <= 3,
    });
  }
  for (let number = 0; number < claims; number++) {
    const passage = choose(passages, post.number * hits + number);
    const claimId = newId("claim");
    const isSupported = number < claims - 1;
    add(sheets, "claims", {
      tenantId,
      id: claimId,
      subjectType: "blog_post",
      subjectId: post.postId,
      version: 2,
      startOffset: number * 100,
      endOffset: number * 100 + 80,
      text: passage.text.slice(0, 80),
      support: isSupported ? "supported" : "unsupported",
    });
    if (!isSupported) continue;
    add(sheets, "claimSources", {
      tenantId,
      id: newId("claimSource"),
      claimId,
      datasetChunkId: passage.chunkId,
      datasetFileId: passage.fileId,
      sourceTitle: passage.title,
      quote: passage.text.slice(0, 80),
      startOffset: 0,
      endOffset: 80,
      sourceSha256: sha256(passage.text),
      score: 0.82,
    });
  }
}
