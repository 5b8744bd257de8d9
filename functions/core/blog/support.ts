import { isAgency, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Claim } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import { exists } from "./versions.ts";

/** Factual sentences of the newest (or a given) version with what supports them, in reading order. */
export async function claims(id: string, ofVersion?: number): Promise<Claim[]> {
  return transaction(async (tx) => {
    const post = await exists(tx, id);
    return claimRows(tx, id, ofVersion ?? post.version);
  });
}

/** One claim of the newest version. */
export async function oneClaim(tx: Tx, id: string, claimId: string): Promise<Claim> {
  const post = await exists(tx, id);
  const found = (await claimRows(tx, id, post.version)).find((claim) => claim.id === claimId);
  if (!found) throw notFound("Claim", claimId);
  return found;
}

async function claimRows(tx: Tx, id: string, ofVersion: number): Promise<Claim[]> {
  const rows = await tx
    .selectFrom("claims")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "blog_post")
    .where("subjectId", "=", id)
    .where("version", "=", ofVersion)
    .orderBy("startOffset")
    .execute();
  const sources =
    rows.length === 0
      ? []
      : await tx
          .selectFrom("claimSources")
          .selectAll()
          .where("tenantId", "=", tenant())
          .where(
            "claimId",
            "in",
            rows.map((row) => row.id),
          )
          .orderBy("score", "desc")
          .execute();
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    startOffset: row.startOffset,
    endOffset: row.endOffset,
    support: row.support as Claim["support"],
    waiveNote: isAgency() ? row.waiveNote : null,
    sources: sources
      .filter((source) => source.claimId === row.id)
      .map((source) => ({
        chunkId: source.datasetChunkId ?? "",
        fileId: source.datasetFileId ?? "",
        fileTitle: source.sourceTitle ?? "",
        page: source.page,
        headingPath: source.headingPath,
        quote: source.quote,
        startOffset: source.startOffset,
        endOffset: source.endOffset,
        score: source.score,
      })),
  }));
}
