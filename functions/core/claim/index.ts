import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** A factual sentence as it is kept: with the very words of the passages that carry it. */
export interface StoredClaim {
  text: string;
  startOffset: number;
  endOffset: number;
  support: "supported" | "weak" | "unsupported";
  sources: { chunkId: string; startOffset: number; endOffset: number; score: number }[];
}

/** A passage claims may rest on; offsets are characters into the file's extracted text. */
export interface Passage {
  chunkId: string;
  fileId: string;
  fileName: string;
  text: string;
  startOffset: number;
  endOffset: number;
  sha256: string;
  page: number | null;
  headingPath: string | null;
}

/** Reads passages by chunk id. A chunk that was purged since is left out. */
export async function passages(tx: Tx, chunkIds: readonly string[]): Promise<Passage[]> {
  if (chunkIds.length === 0) return [];
  return tx
    .selectFrom("datasetChunks as c")
    .innerJoin("datasetFiles as f", (join) =>
      join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
    )
    .select([
      "c.id as chunkId",
      "c.datasetFileId as fileId",
      "f.title as fileName",
      "c.text",
      "c.startOffset",
      "c.endOffset",
      "c.sha256",
      "c.page",
      "c.headingPath",
    ])
    .where("c.tenantId", "=", tenant())
    .where("c.id", "in", [...new Set(chunkIds)])
    .execute();
}

/** Keeps the claims of a version with their evidence: quote, file and offsets survive the file itself. */
export async function storeClaims(
  tx: Tx,
  subject: { type: string; id: string },
  version: number,
  claims: readonly StoredClaim[],
): Promise<void> {
  const known = new Map(
    (
      await passages(
        tx,
        claims.flatMap((claim) => claim.sources.map((source) => source.chunkId)),
      )
    ).map((passage) => [passage.chunkId, passage]),
  );
  for (const claim of claims) {
    const claimId = newId("claim");
    await tx
      .insertInto("claims")
      .values({
        tenantId: tenant(),
        id: claimId,
        subjectType: subject.type,
        subjectId: subject.id,
        version,
        startOffset: claim.startOffset,
        endOffset: claim.endOffset,
        text: claim.text,
        support: claim.support,
      })
      .execute();
    for (const source of claim.sources) {
      const passage = known.get(source.chunkId);
      if (!passage) continue;
      await tx
        .insertInto("claimSources")
        .values({
          tenantId: tenant(),
          id: newId("claimSource"),
          claimId,
          datasetChunkId: passage.chunkId,
          datasetFileId: passage.fileId,
          sourceTitle: passage.fileName,
          quote: passage.text.slice(source.startOffset - passage.startOffset, source.endOffset - passage.startOffset),
          page: passage.page,
          headingPath: passage.headingPath,
          startOffset: source.startOffset,
          endOffset: source.endOffset,
          sourceSha256: passage.sha256,
          score: source.score,
        })
        .execute();
    }
  }
}
