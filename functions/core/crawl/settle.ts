import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CrawlUrlReason } from "#schema/crawl.ts";
import { close, type Waiting } from "./frontier.ts";
import { change, type Job, jobOf, tell } from "./job.ts";

/** Closes an address of which there is no page to take, and counts it. */
export async function settle(
  job: Job,
  row: Waiting,
  status: "skipped" | "failed",
  reason: CrawlUrlReason,
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  await transaction(async (tx) => {
    const now = await jobOf(tx, job.id, true);
    if (now?.status !== "running" || !(await close(tx, row.id, status, reason))) return;
    await also(tx);
    if (status !== "failed" || row.kind !== "page") return;
    const pagesFailed = now.pagesFailed + 1;
    await change(tx, job.id, {
      pagesFailed,
      failuresInRow: reason === "gone" ? now.failuresInRow : now.failuresInRow + 1,
    });
    await tell(now);
  });
}

/** Comes back to an address later. */
export async function putOff(row: Waiting, set: { tries?: number; kind?: "document" }): Promise<void> {
  await transaction((tx) =>
    tx.updateTable("webCrawlUrls").set(set).where("tenantId", "=", tenant()).where("id", "=", row.id).execute(),
  );
}
