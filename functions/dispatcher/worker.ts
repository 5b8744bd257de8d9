import type { ConnectionOptions, Job } from "bullmq";
import { DelayedError, RateLimitError, UnrecoverableError, Worker } from "bullmq";
import { keepPace } from "#platform/limit.ts";
import { log } from "#platform/log.ts";
import { hold } from "#platform/queue.ts";
import type { Message, QueueEvent, QueueName } from "#schema/queues.ts";
import { type Queue, QueueAnswer, queues } from "#schema/queues.ts";
import { batcher } from "./batch.ts";
import { bury, type Failure } from "./dead-letters.ts";
import type { Share } from "./fair.ts";
import { invoke, NotInvoked, TooLarge } from "./invoke.ts";

/** How one job of a batch ended. */
type Outcome = { kind: "done" } | { kind: "wait"; ms: number } | ({ kind: "failed"; fatal: boolean } & Failure);

// A dispatcher that dies gives its jobs back after at most lock + check; however often that happens, no job is given up for it.
const keeping = { lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 10, runRetryDelay: 1_000 };

// A worker looks for a hold of its queue only where it has a limit of its own; this one is never met.
const heedsHolds = { max: 1_000_000_000, duration: 60_000 };

// BullMQ's own worker that is told to stop just before it begins to rest sleeps its rest out first, up to half a minute; and one
// told to stop while its connection is away never hears that the connection has ended.
class StoppableWorker extends Worker<Message> {
  override async close(force = false): Promise<void> {
    const client = force ? undefined : await this.backend.blockingClient;
    if (client && client.status !== "ready" && client.status !== "end")
      await new Promise<void>((isBack) => client.once("ready", () => isBack()));
    await super.close(force);
  }

  override async delay(...rest: Parameters<Worker["delay"]>): Promise<void> {
    if (!this.closing) await super.delay(...rest);
  }
}

/**
 * The BullMQ worker of one queue: gathers jobs into batches, invokes the queue's function and settles each job by the answer.
 * Waiting (throttled, busy, over the tenant's share, over the queue's rate) uses up no attempt; what is given up is a dead letter first.
 */
export function work(
  name: QueueName,
  connection: ConnectionOptions,
  share: Share,
  times: Partial<typeof keeping> = {},
): Worker<Message> {
  const { batch, windowMs, concurrency, attempts, perMinute }: Queue = queues[name];
  const settle = batcher<Job<Message>, Outcome>(batch, windowMs, (jobs) => invokeBatch(name, jobs));

  const worker = new StoppableWorker(
    name,
    async (job, token) => {
      const later = async (ms: number): Promise<never> => {
        await job.moveToDelayed(Date.now() + ms, token);
        throw new DelayedError();
      };
      const tenant = job.data?.tenantId ?? "platform";
      if (!share.enter(tenant, job.priority, job.attemptsStarted <= 1)) return later(between(100, 500));
      let isEarly = false;
      try {
        const restMs = perMinute === undefined ? 0 : await keepPace(name, perMinute);
        isEarly = restMs > 0;
        if (isEarly) {
          await hold(name, restMs);
          throw new RateLimitError();
        }
        const outcome = await settle(job);
        if (outcome.kind === "done") return;
        if (outcome.kind === "wait") return await later(outcome.ms);
        const last = outcome.fatal || job.attemptsMade + 1 >= (job.opts.attempts ?? attempts);
        if (last && !(await buried(job, outcome))) return await later(between(1_000, 3_000));
        throw last ? new UnrecoverableError(outcome.reason) : new Error(outcome.reason);
      } finally {
        if (isEarly) share.putBack(tenant);
        else share.leave(tenant);
      }
    },
    { connection, concurrency, ...keeping, ...times, ...(perMinute === undefined ? {} : { limiter: heedsHolds }) },
  );
  worker.on("drained", share.drained);
  worker.on("error", (error) => log.warn({ queue: name, error: error.message }, "queue worker"));
  worker.on("failed", (job, error) => {
    if (job && error.message.includes("stalled more than"))
      void buried(job, { code: "stalled", reason: error.message });
  });
  return worker;
}

async function invokeBatch(name: QueueName, jobs: readonly Job<Message>[]): Promise<Outcome[]> {
  try {
    const answer = QueueAnswer.parse(await invoke(name, eventOf(name, jobs)));
    const failures = new Map(answer.batchItemFailures.map((failure) => [failure.itemIdentifier, failure]));
    return jobs.map((job) => {
      const failure = failures.get(job.id ?? "");
      if (!failure) return { kind: "done" };
      if (failure.retryAfterMs !== undefined) return { kind: "wait", ms: failure.retryAfterMs };
      return { kind: "failed", fatal: failure.fatal ?? false, code: failure.code ?? "failed", reason: failure.reason };
    });
  } catch (error) {
    if (error instanceof TooLarge && jobs.length > 1) return await invokeHalves(name, jobs);
    if (error instanceof NotInvoked) return jobs.map(() => ({ kind: "wait", ms: between(500, 1_500) }));
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ queue: name, jobs: jobs.map((job) => job.id), reason }, "invocation failed");
    const [fatal, code] = error instanceof TooLarge ? [true, "too_large"] : [false, "function_error"];
    return jobs.map(() => ({ kind: "failed", fatal, code, reason }));
  }
}

/** What is too large together may fit apart. */
async function invokeHalves(name: QueueName, jobs: readonly Job<Message>[]): Promise<Outcome[]> {
  const middle = Math.ceil(jobs.length / 2);
  const halves = [jobs.slice(0, middle), jobs.slice(middle)].map((half) => invokeBatch(name, half));
  return (await Promise.all(halves)).flat();
}

function eventOf(name: QueueName, jobs: readonly Job<Message>[]): QueueEvent {
  return {
    Records: jobs.map((job) => ({
      messageId: job.id ?? "",
      body: JSON.stringify(job.data),
      attributes: { ApproximateReceiveCount: String(job.attemptsMade + 1), SentTimestamp: String(job.timestamp) },
      eventSource: "bullmq",
      eventSourceARN: `arn:leadmetrics:bullmq:::${name}`,
    })),
  };
}

async function buried(job: Job<Message>, failure: Failure): Promise<boolean> {
  try {
    await bury(job, failure);
    log.error({ queue: job.queueName, jobId: job.id, tenantId: job.data?.tenantId, ...failure }, "dead letter");
    return true;
  } catch (error) {
    log.error(
      { queue: job.queueName, jobId: job.id, error: error instanceof Error ? error.message : String(error) },
      "dead letter not written",
    );
    return false;
  }
}

function between(lowMs: number, highMs: number): number {
  return Math.round(lowMs + Math.random() * (highMs - lowMs));
}
