import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { type Crawl, crawlMachine } from "#schema/crawl.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { runMachine } from "#schema/run.ts";
import { forget } from "./frontier.ts";
import { change, jobOf, tell } from "./job.ts";
import { get } from "./read.ts";
import { websiteOf } from "./website.ts";

/** Calls a crawl off: it ends after the page it is at, what was read is kept. */
export async function cancel(channelId: string, id: string): Promise<Crawl> {
  require("channel.connect", "cancel crawls");
  await transaction(async (tx) => {
    const site = await websiteOf(tx, channelId);
    const job = await jobOf(tx, id, true);
    if (job?.channelId !== channelId) throw notFound("Crawl", id);
    const status = after(crawlMachine, job.status, "cancel", `The crawl of ${site.name}`);
    await change(tx, id, { status, finishedAt: new Date() });
    // A run that is at work finds out by itself and ends; one that waits will not begin.
    await tx
      .updateTable("agentRuns")
      .set({ status: after(runMachine, "queued", "cancel", "The run"), finishedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", job.runId ?? "")
      .where("status", "=", "queued")
      .execute();
    if (job.status === "queued") await forget(tx, id);
    await Effect.audit(
      "crawl.cancelled",
      { type: "crawl", id, label: site.name },
      { before: { status: job.status }, after: { status } },
    );
    await tell({ ...job, status });
  });
  return get(channelId, id);
}
