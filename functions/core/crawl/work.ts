import type { Performer, Slice } from "#core/run/perform.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CrawlErrorCode, CrawlStop } from "#schema/crawl.ts";
import { crawlLimits, crawlMachine } from "#schema/crawl.ts";
import type { CrawlInput, CrawlOutput } from "#schema/crawl-agent.ts";
import { after } from "#schema/machine.ts";
import { count, next, type Waiting } from "./frontier.ts";
import { goTo } from "./go.ts";
import { change, type Job, jobOf, tell } from "./job.ts";
import { open } from "./open.ts";
import { takeDocument, takeImage } from "./take-media.ts";
import { CrawlFailed, visitor } from "./visit.ts";

/** How a round ended: the slice's time is over, or nothing is left to do in it. */
type Ended = "left" | "over";

const failuresInRowMax = 10;
const judgedFrom = 20;

/**
 * Crawls the site of the run's job until the slice ends. How far it came is in the job and its addresses: whoever goes on, after the
 * slice or after a crash, starts where the last page was written.
 */
export const crawl: Performer<CrawlInput, CrawlOutput> = async (_, slice) => {
  const jobId = slice.run.subjectId ?? "";
  const job = await begin(jobId);
  if (!job) return outcome(jobId, null);
  const guest = visitor(job.respectRobots);
  try {
    if (!job.openedAt) {
      const { host } = new URL(job.siteUrl);
      await slice.record.step(
        "tool",
        "open",
        () => open(job, guest),
        () => `the door of ${host} is found`,
      );
    }
    // Rules that cannot be read forbid everything: the site is failing.
    if (!(await guest.robotsOf(job.siteUrl)).allows(job.siteUrl)) throw new CrawlFailed("robots_denied");
    if ((await round(jobId, slice, "pages", nextPage, (now, row) => goTo(now, row, guest))) === "left") return null;
    const take = (now: Job, row: Waiting) => (row.kind === "image" ? takeImage : takeDocument)(now, row, guest);
    if ((await round(jobId, slice, "files", nextFile, take)) === "left") return null;
    return await outcome(jobId, null);
  } catch (error) {
    if (!(error instanceof CrawlFailed)) throw error;
    return await outcome(jobId, error.code);
  }
};

async function begin(jobId: string): Promise<Job | null> {
  return transaction(async (tx) => {
    const job = await jobOf(tx, jobId, true);
    if (job?.status === "running") return job;
    if (job?.status !== "queued") return null;
    const status = after(crawlMachine, job.status, "start", "The crawl");
    await change(tx, jobId, { status, startedAt: new Date() });
    await tell({ ...job, status });
    return { ...job, status, startedAt: new Date() };
  });
}

async function round(
  jobId: string,
  slice: Slice,
  name: string,
  nextOf: (tx: Tx, job: Job) => Promise<Waiting | undefined>,
  work: (job: Job, row: Waiting) => Promise<void>,
): Promise<Ended> {
  let visited = 0;
  const go = async (): Promise<Ended> => {
    while (true) {
      slice.signal.throwIfAborted();
      const todo = await transaction(async (tx) => {
        const job = await jobOf(tx, jobId);
        // Somebody called it off.
        if (job?.status !== "running") return null;
        const row = await nextOf(tx, job);
        return row ? { job, row } : null;
      });
      if (!todo) return "over";
      // However short a slice is, it comes further.
      if (visited > 0 && Date.now() >= slice.endsAtMs) return "left";
      await work(todo.job, todo.row);
      visited++;
    }
  };
  return slice.record.step(
    "tool",
    name,
    go,
    (ended) => `${visited} visited${ended === "left" ? ", more to come" : ""}`,
  );
}

async function nextPage(tx: Tx, job: Job): Promise<Waiting | undefined> {
  const row = await next(tx, job.id, "page");
  const stopReason = row && (await limitOf(tx, job));
  if (!stopReason) return row;
  await change(tx, job.id, { stopReason });
  return undefined;
}

/** Documents first, then images. */
async function nextFile(tx: Tx, job: Job): Promise<Waiting | undefined> {
  if (job.stopReason === "failures" || passed(job)) return undefined;
  const counts = await count(tx, job.id);
  for (const [kind, max] of [
    ["document", crawlLimits.documents],
    ["image", crawlLimits.images],
  ] as const) {
    const visited = counts.filter((row) => row.kind === kind && row.status !== "waiting" && row.reason !== "robots");
    const row = sum(visited) < max ? await next(tx, job.id, kind) : undefined;
    if (row) return row;
  }
  return undefined;
}

async function limitOf(tx: Tx, job: Job): Promise<CrawlStop | null> {
  if (job.pagesCrawled >= job.maxPages) return "page_limit";
  const counts = (await count(tx, job.id)).filter(({ kind, status }) => kind === "page" && status !== "waiting");
  // Copies and dead ends are visited too: a site of nothing else has an end as well.
  if (sum(counts.filter(({ reason }) => reason !== "robots")) >= job.maxPages * 4 + 50) return "page_limit";
  const errors = sum(counts.filter(({ reason }) => reason === "error"));
  const isJudged = errors + job.pagesCrawled >= judgedFrom;
  if (job.failuresInRow >= failuresInRowMax || (isJudged && errors > job.pagesCrawled)) return "failures";
  return passed(job);
}

function passed(job: Job): CrawlStop | null {
  if (job.bytes >= crawlLimits.bytes) return "byte_limit";
  const startedMs = job.startedAt?.getTime() ?? Date.now();
  return Date.now() - startedMs >= crawlLimits.durationMs ? "time_limit" : null;
}

async function outcome(jobId: string, errorCode: CrawlErrorCode | null): Promise<CrawlOutput> {
  return transaction(async (tx) => {
    const job = await jobOf(tx, jobId);
    const counts = await count(tx, jobId);
    const pagesFetched = job?.pagesCrawled ?? 0;
    // What was read before a host failed is worth something.
    const code = pagesFetched > 0 ? null : (errorCode ?? "no_html");
    const isShort = errorCode !== null || job?.stopReason != null || job?.status === "cancelled";
    const pages = counts.filter(({ kind }) => kind === "page");
    const skipped = (reason: string) => sum(pages.filter((row) => row.reason === reason));
    const kept = (kind: string) => sum(counts.filter((row) => row.kind === kind && row.status === "done"));
    return {
      status: code ? "failed" : isShort ? "partial" : "completed",
      errorCode: code,
      pagesFetched,
      skipped: {
        robots: skipped("robots"),
        duplicate: skipped("duplicate"),
        type: skipped("type"),
        size: skipped("size"),
        error: skipped("error") + skipped("gone"),
      },
      documents: kept("document"),
      images: kept("image"),
      brandSignals: { colours: [], fonts: [], ...job?.signals },
    };
  });
}

function sum(rows: readonly { count: number }[]): number {
  return rows.reduce((all, row) => all + row.count, 0);
}
