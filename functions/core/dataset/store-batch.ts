import { createHash } from "node:crypto";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { upsert } from "#platform/vectors.ts";
import { newId } from "#schema/ids.ts";
import type { Chunk } from "./chunk.ts";
import { embed } from "./embed.ts";
import type { FileRow, Settings } from "./ingest.ts";
import { termsOf } from "./terms.ts";

/** Under which key the vectors of a file's generation are paid for. */
export function workOf(fileId: string, generation: number): string {
  return `${fileId}:${generation}`;
}

/** Keeps passages with their words for the search by term, and their vectors; a repeat overwrites. */
export async function storeBatch(
  file: FileRow,
  settings: Settings,
  generation: number,
  chunks: readonly Chunk[],
): Promise<void> {
  const texts = chunks.map((chunk) => chunk.text);
  const vectors = await embed(settings.model, texts, { workId: workOf(file.id, generation) });
  const rows = chunks.map((chunk) => ({
    chunk,
    pointId: pointId(file.id, generation, chunk.seq),
    terms: termsOf(`${chunk.headingPath ?? ""} ${chunk.text}`),
  }));
  const ids = await transaction(async (tx) => {
    const stored = await tx
      .insertInto("datasetChunks")
      .values(
        rows.map(({ chunk, pointId: point, terms }) => ({
          tenantId: tenant(),
          id: newId("chunk"),
          datasetId: file.datasetId,
          datasetFileId: file.id,
          generation,
          seq: chunk.seq,
          headingPath: chunk.headingPath,
          text: chunk.text,
          startOffset: chunk.startOffset,
          endOffset: chunk.endOffset,
          page: chunk.page,
          tokens: chunk.tokens,
          termCount: [...terms.values()].reduce((sum, count) => sum + count, 0),
          sha256: sha256(chunk.text),
          pointId: point,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["tenantId", "datasetFileId", "generation", "seq"])
          .doUpdateSet((eb) => ({ text: eb.ref("excluded.text") })),
      )
      .returning(["id", "seq"])
      .execute();
    const bySeq = new Map(stored.map((row) => [row.seq, row.id]));
    await storePostings(
      tx,
      file.datasetId,
      rows.map(({ chunk, terms }) => ({ chunkId: bySeq.get(chunk.seq) ?? "", terms })),
    );
    return bySeq;
  });
  const createdAt = Math.floor((file.sourceAt ?? file.createdAt).getTime() / 1_000);
  await upsert(
    settings.model,
    rows.map(({ chunk, pointId: point }, index) => ({
      id: point,
      vector: vectors[index] ?? [],
      datasetId: file.datasetId,
      fileId: file.id,
      chunkId: ids.get(chunk.seq) ?? "",
      generation,
      trust: file.trust,
      createdAt,
      importance: file.importance,
    })),
  );
}

// Arrays instead of one parameter a value: a batch has thousands of postings.
async function storePostings(
  tx: Tx,
  datasetId: string,
  chunks: readonly { chunkId: string; terms: ReadonlyMap<string, number> }[],
): Promise<void> {
  const rows = chunks.flatMap(({ chunkId, terms }) =>
    [...terms].map(([term, tf]) => ({ term: term.slice(0, 200), chunkId, tf })),
  );
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick);
  await sql`
    insert into dataset_terms (tenant_id, dataset_id, term, dataset_chunk_id, tf)
    select ${tenant()}, ${datasetId}, posting.*
    from unnest(${column((row) => row.term)}::text[], ${column((row) => row.chunkId)}::text[], ${column((row) => row.tf)}::integer[]) as posting
    on conflict do nothing`.execute(tx);
}

// UUID of version 5's form, so that the same file, generation and place always name the same point.
function pointId(fileId: string, generation: number, seq: number): string {
  const bytes = createHash("sha1").update(`${fileId}:${generation}:${seq}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
