import { passages, type StoredClaim } from "#core/claim/index.ts";
import { extractClaims } from "#core/run/claims.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** The claims of an edited text: it rests on the passages the earlier version was written from. */
export async function claimsAgain(
  tx: Tx,
  { id, version }: { id: string; version: number },
  text: string,
): Promise<StoredClaim[]> {
  const chunks = await tx
    .selectFrom("claims as c")
    .innerJoin("claimSources as s", (join) =>
      join.onRef("s.tenantId", "=", "c.tenantId").onRef("s.claimId", "=", "c.id"),
    )
    .select("s.datasetChunkId")
    .distinct()
    .where("c.tenantId", "=", tenant())
    .where("c.subjectId", "=", id)
    .where("c.version", "=", version)
    .execute();
  const known = await passages(
    tx,
    chunks.flatMap((chunk) => chunk.datasetChunkId ?? []),
  );
  return extractClaims(text, [], known);
}
