import { sql } from "kysely";
import { asPlatform } from "#platform/db.ts";
import { addAll } from "#platform/queue.ts";
import type { Shares } from "./jobs.ts";
import { alone, batchMax } from "./rows.ts";

const lowPriority = 8;

/**
 * Turns marked rows into jobs of the search indexer. The rows stay locked until they count as delivered, so that a change made
 * meanwhile marks anew instead of joining a mark whose job may have read the older state.
 */
export function relaySearch(shares: Shares): Promise<boolean> {
  return asPlatform(async (tx) => {
    if (!(await alone(tx, "search"))) return false;
    const rows = await tx
      .selectFrom("searchOutbox")
      .select(["id", "tenantId", "collection", "subjectId", "createdAt"])
      .where("deliveredAt", "is", null)
      .where("availableAt", "<=", sql<Date>`now()`)
      .orderBy("id")
      .limit(batchMax)
      .forUpdate()
      .skipLocked()
      .execute();
    if (rows.length === 0) return false;
    const share = shares.get("search__sync");
    await addAll(
      "search__sync",
      rows.map((row) => ({
        message: {
          actor: "system:search",
          tenantId: row.tenantId,
          requestId: null,
          createdAt: row.createdAt.toISOString(),
          data: { collection: row.collection, entityId: row.subjectId },
        },
        options: { jobId: row.id, priority: share?.place(row.tenantId, lowPriority) ?? lowPriority },
      })),
    );
    await tx
      .updateTable("searchOutbox")
      .set({ deliveredAt: new Date() })
      .where("id", "=", sql<string>`any(${rows.map((row) => row.id)})`)
      .execute();
    return rows.length === batchMax;
  });
}
