import { current, person, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { nearest } from "#platform/vectors.ts";
import { newId } from "#schema/ids.ts";
import { embed } from "./embed.ts";
import { bm25, fuse } from "./rank.ts";
import { termsOf } from "./terms.ts";

export interface RetrieveInput {
  query: string;
  topK: number;
  mode?: "hybrid" | "dense" | "bm25";
  source: "agent" | "sandbox";
  runId?: string;
  datasetIds?: string[];
}

export interface Hit {
  rank: number;
  chunkId: string;
  fileId: string;
  fileName: string;
  text: string;
  page: number | null;
  headingPath: string | null;
  startOffset: number;
  endOffset: number;
  sha256: string;
  trust: "own" | "site" | "third_party";
  dense: number | null;
  bm25: number | null;
  recency: number;
  importance: number;
  score: number;
  used: boolean;
}

export interface Retrieved {
  logId: string;
  hits: Hit[];
  degraded: boolean;
  latencyMs: number;
}

interface Space {
  id: string;
  denseWeight: number;
  model: string;
}

const armMax = 40;
const keptMax = 20;

/**
 * The passages of the tenant that answer a query best: dense and BM25 arm, fused, with recency and importance.
 * Only enabled datasets, ready files and current generations. The vector store down means BM25 alone, marked `degraded`;
 * nothing found is an empty list. Every query leaves a log with its hits and why they were or were not used.
 */
export async function retrieve(input: RetrieveInput): Promise<Retrieved> {
  const startedMs = performance.now();
  const mode = input.mode ?? "hybrid";
  const spaces = await transaction((tx) => enabledSpaces(tx, input.datasetIds));
  const model = spaces[0]?.model ?? "offline-hash-384";
  const { dense, degraded } =
    mode === "bm25" ? { dense: new Map<string, number>(), degraded: false } : await denseArm(input, spaces, model);
  const ranked = await transaction(async (tx) => {
    const sparse = mode === "dense" ? new Map<string, number>() : await sparseArm(tx, input.query, spaces);
    const ids = [...new Set([...dense.keys(), ...sparse.keys()])];
    const rows = ids.length === 0 ? [] : await candidates(tx, ids);
    const weight = mode === "bm25" || degraded ? 0 : mode === "dense" ? 1 : (spaces[0]?.denseWeight ?? 0.6);
    const list = rows.map((row) => ({
      ...row,
      dense: dense.get(row.chunkId) ?? null,
      bm25: sparse.get(row.chunkId) ?? null,
    }));
    return fuse(list, { denseWeight: weight, now: new Date().toISOString(), topK: input.topK }).slice(0, keptMax);
  });
  const latencyMs = Math.round(performance.now() - startedMs);
  const logId = await record(input, ranked, { mode, degraded, latencyMs, model, spaces });
  return { logId, hits: ranked, degraded, latencyMs };
}

async function denseArm(
  { query, runId }: RetrieveInput,
  spaces: readonly Space[],
  model: string,
): Promise<{ dense: Map<string, number>; degraded: boolean }> {
  if (spaces.length === 0) return { dense: new Map(), degraded: false };
  try {
    const source = runId ? { runId } : { workId: `queries:${new Date().toISOString().slice(0, 10)}` };
    const [vector = []] = await embed(model, [query], source);
    const found = await nearest(model, vector, { datasetIds: spaces.map((space) => space.id), limit: armMax });
    return { dense: new Map(found.map((hit) => [hit.chunkId, hit.score])), degraded: false };
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : String(error) }, "vector search failed; BM25 alone");
    return { dense: new Map(), degraded: true };
  }
}

async function sparseArm(tx: Tx, query: string, spaces: readonly Space[]): Promise<Map<string, number>> {
  const terms = termsOf(query);
  if (terms.size === 0 || spaces.length === 0) return new Map();
  const ids = spaces.map((space) => space.id);
  const postings = await tx
    .selectFrom("datasetTerms as t")
    .innerJoin("datasetChunks as c", (join) =>
      join.onRef("c.tenantId", "=", "t.tenantId").onRef("c.id", "=", "t.datasetChunkId"),
    )
    .innerJoin("datasetFiles as f", (join) =>
      join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
    )
    .select(["t.term", "t.datasetChunkId as chunkId", "t.tf", "c.termCount"])
    .where("t.tenantId", "=", tenant())
    .where("t.datasetId", "in", ids)
    .where("t.term", "in", [...terms.keys()])
    .where("f.status", "=", "ready")
    .whereRef("c.generation", "=", "f.generation")
    .execute();
  const corpus = await tx
    .selectFrom("datasetChunks")
    .select((eb) => [eb.fn.countAll<number>().as("documents"), eb.fn.avg<number>("termCount").as("average")])
    .where("tenantId", "=", tenant())
    .where("datasetId", "in", ids)
    .executeTakeFirstOrThrow();
  const documents = new Map<string, { chunkId: string; terms: Map<string, number>; length: number }>();
  const frequency = new Map<string, number>();
  for (const posting of postings) {
    const document = documents.get(posting.chunkId) ?? {
      chunkId: posting.chunkId,
      terms: new Map<string, number>(),
      length: posting.termCount,
    };
    document.terms.set(posting.term, posting.tf);
    documents.set(posting.chunkId, document);
    frequency.set(posting.term, (frequency.get(posting.term) ?? 0) + 1);
  }
  const found = bm25(terms, [...documents.values()], {
    documents: Number(corpus.documents),
    averageLength: Number(corpus.average),
    frequency: (term) => frequency.get(term) ?? 0,
  });
  return new Map(found.map((hit) => [hit.chunkId, hit.score]));
}

async function enabledSpaces(tx: Tx, wanted: string[] | undefined): Promise<Space[]> {
  return tx
    .selectFrom("datasets as d")
    .innerJoin("embeddingModels as e", "e.id", "d.embeddingModelId")
    .select(["d.id", "d.denseWeight", "e.name as model"])
    .where("d.tenantId", "=", tenant())
    .where("d.enabled", "=", true)
    .where("d.deletedAt", "is", null)
    .$if(wanted !== undefined && wanted.length > 0, (query) => query.where("d.id", "in", wanted ?? []))
    .execute();
}

async function candidates(tx: Tx, ids: string[]) {
  const rows = await tx
    .selectFrom("datasetChunks as c")
    .innerJoin("datasetFiles as f", (join) =>
      join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
    )
    .select([
      "c.id as chunkId",
      "c.datasetFileId as fileId",
      "f.title as fileName",
      "c.text",
      "c.page",
      "c.headingPath",
      "c.startOffset",
      "c.endOffset",
      "c.sha256",
      "f.trust",
      "f.importance",
      "f.sourceAt",
      "f.createdAt",
    ])
    .where("c.tenantId", "=", tenant())
    .where("c.id", "in", ids)
    .where("f.status", "=", "ready")
    .whereRef("c.generation", "=", "f.generation")
    .execute();
  return rows.map(({ sourceAt, createdAt, trust, ...row }) => ({
    ...row,
    trust: trust as Hit["trust"],
    createdAt: (sourceAt ?? createdAt).toISOString(),
  }));
}

async function record(
  input: RetrieveInput,
  hits: readonly Hit[],
  facts: {
    mode: "hybrid" | "dense" | "bm25";
    degraded: boolean;
    latencyMs: number;
    model: string;
    spaces: readonly Space[];
  },
): Promise<string> {
  const logId = newId("retrieval");
  const actor = current();
  await transaction(async (tx) => {
    await tx
      .insertInto("retrievalLogs")
      .values({
        tenantId: tenant(),
        id: logId,
        runId: input.runId ?? null,
        source: input.source,
        query: input.query.slice(0, 1_000),
        datasetIds: facts.spaces.map((space) => space.id),
        mode: facts.mode,
        topK: input.topK,
        denseWeight: facts.spaces[0]?.denseWeight ?? 0.6,
        degraded: facts.degraded,
        latencyMs: facts.latencyMs,
        embeddingModel: facts.model,
        userId: actor.kind === "user" || actor.kind === "reviewer" ? person().userId : null,
      })
      .execute();
    if (hits.length === 0) return;
    await tx
      .insertInto("retrievalHits")
      .values(
        hits.map((hit) => ({
          tenantId: tenant(),
          id: newId("retrievalHit"),
          retrievalLogId: logId,
          rank: hit.rank,
          datasetChunkId: hit.chunkId,
          datasetFileId: hit.fileId,
          denseScore: hit.dense,
          bm25Score: hit.bm25,
          recency: hit.recency,
          importance: hit.importance,
          fusedScore: hit.score,
          used: hit.used,
        })),
      )
      .execute();
  });
  return logId;
}
