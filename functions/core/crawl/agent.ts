import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Setup from "#core/setup/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { type CrawlErrorCode, crawlMachine } from "#schema/crawl.ts";
import type { CrawlInput, CrawlOutput } from "#schema/crawl-agent.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { fillBrand } from "./fill-brand.ts";
import { forget } from "./frontier.ts";
import { change, type Job, jobOf, tell } from "./job.ts";

const modes = { signup: "initial", schedule: "scheduled", manual: "manual" } as const;

/** What the crawler gets: the site and its limits. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const job = await transaction((tx) => jobOf(tx, run.subjectId ?? ""));
  if (!job) throw notFound("Crawl", run.subjectId ?? "");
  const { channelId, siteUrl, maxPages, maxDepth } = job;
  const mode: CrawlInput["mode"] = job.openedAt ? "resume" : modes[job.trigger];
  return { channelId, siteUrl, mode, maxPages, maxDepth } satisfies CrawlInput;
}

/** Ends the crawl: its figures, who links to whom, and what it found of the brand where nothing was known. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<CrawlOutput>): Promise<void> {
  const job = await jobOf(tx, run.subjectId ?? "", true);
  if (!job) return;
  if (job.status === "running") {
    await countLinks(tx, job);
    await fillBrand(tx, data.brandSignals);
    await end(tx, job, data.status, data.errorCode, data.skipped);
    const isRead = data.status === "completed" || data.status === "partial";
    if (isRead && job.trigger !== "signup")
      await Effect.job("channel__sync", { channelId: job.channelId }, { priority: 10 });
  }
  await forget(tx, job.id);
}

/** The crawl is over without a result, because a person stopped it or it broke too often: what was read is kept. */
export async function giveUp(tx: Tx, run: Pick<ClaimedRun, "subjectId">, code: string): Promise<void> {
  const job = await jobOf(tx, run.subjectId ?? "", true);
  if (!job || (job.status !== "queued" && job.status !== "running")) return;
  if (code === "cancelled") await end(tx, job, "cancelled", null, {});
  else await end(tx, job, "failed", "interrupted", {});
  await forget(tx, job.id);
}

const verbs = { completed: "finish", partial: "stop_short", failed: "fail", cancelled: "cancel" } as const;
const actions = {
  completed: "crawl.finished",
  partial: "crawl.finished",
  failed: "crawl.failed",
  cancelled: "crawl.cancelled",
} as const;

async function end(
  tx: Tx,
  job: Job,
  as: keyof typeof verbs,
  errorCode: CrawlErrorCode | null,
  skipped: Record<string, number>,
): Promise<void> {
  const status = after(crawlMachine, job.status, verbs[as], "The crawl");
  await change(tx, job.id, { status, errorCode, skipped: JSON.stringify(skipped), finishedAt: new Date() });
  const { host } = new URL(job.siteUrl);
  const { pagesCrawled, pagesFailed } = job;
  await Effect.audit(
    actions[as],
    { type: "crawl", id: job.id, label: host },
    { before: { status: job.status }, after: { status, pagesCrawled, pagesFailed, errorCode } },
  );
  await tell({ ...job, status });
  await Setup.advance(tx);
}

async function countLinks(tx: Tx, { id, channelId }: Job): Promise<void> {
  await sql`
    update web_pages p set links_in = u.links_in from web_crawl_urls u
    where u.tenant_id = p.tenant_id and u.url_sha256 = p.url_sha256 and u.status = 'done'
      and p.tenant_id = ${tenant()} and p.channel_id = ${channelId} and u.web_crawl_job_id = ${id}
      and p.links_in <> u.links_in`.execute(tx);
}
