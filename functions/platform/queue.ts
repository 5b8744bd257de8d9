import { Queue } from "bullmq";
import type { Message, QueueName } from "#schema/queues.ts";
import { queues } from "#schema/queues.ts";
import { connect } from "./redis.ts";

const opened = new Map<QueueName, Queue>();
let connection: ReturnType<typeof connect> | undefined;

/** The BullMQ queue of a name, for adding and looking; only the dispatcher works it. */
export function queue(name: QueueName): Queue {
  const known = opened.get(name);
  if (known) return known;
  connection ??= connect();
  const made = new Queue(name, { connection });
  made.on("error", () => undefined);
  opened.set(name, made);
  return made;
}

export interface AddOptions {
  jobId: string;
  priority?: number;
}

function jobOptions(name: QueueName, { jobId, priority }: AddOptions) {
  const { attempts, backoffMs } = queues[name];
  return {
    jobId,
    attempts,
    backoff: { type: "exponential", delay: backoffMs, jitter: 0.2 },
    ...(priority === undefined ? {} : { priority }),
    removeOnComplete: { age: 86_400, count: 1_000 },
  };
}

/** Adds many messages in one round trip, in their order. A job id that is known already makes a repeat a no-op; smaller `priority` is sooner. */
export async function addAll(
  name: QueueName,
  entries: readonly { message: Message; options: AddOptions }[],
): Promise<void> {
  await queue(name).addBulk(
    entries.map(({ message, options }) => ({ name, data: message, opts: jobOptions(name, options) })),
  );
}

/** Has every worker of a queue take no job for so long; the jobs keep their places. */
export async function hold(name: QueueName, ms: number): Promise<void> {
  await queue(name).rateLimit(ms);
}

/** True when jobs wait for a free slot; delayed ones do not count. */
export async function hasWaiting(name: QueueName): Promise<boolean> {
  const counts = await queue(name).getJobCounts("waiting", "prioritized");
  return Object.values(counts).some((count) => count > 0);
}

/** True when Redis knows the job in any state, finished ones too. */
export async function known(name: QueueName, jobId: string): Promise<boolean> {
  return (await queue(name).getJobState(jobId)) !== "unknown";
}

/** How many jobs wait or run. */
export async function depth(name: QueueName): Promise<number> {
  const counts = await queue(name).getJobCounts("waiting", "active", "delayed", "prioritized");
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export interface QueueState {
  waiting: number;
  active: number;
  /** Ended in failure and kept. */
  failed: number;
  /** How long the oldest waiting job has waited: since it was added, or last worked on. */
  oldestWaitMs: number;
}

// Ids of jobs begin with the time of the order, so the oldest are found without reading the jobs.
const idsLooked = 10_000;
const jobsLooked = 20;

/** How a queue stands. The wait is exact up to 10,000 waiting jobs; beyond, it is that of the first in line. */
export async function state(name: QueueName): Promise<QueueState> {
  const found = queue(name);
  const [counts, ids] = await Promise.all([
    found.getJobCounts("waiting", "prioritized", "active", "failed"),
    found.getRanges(["waiting", "prioritized"], 0, idsLooked - 1, true),
  ]);
  const jobs = await Promise.all(
    ids
      .toSorted()
      .slice(0, jobsLooked)
      .map((id) => found.getJob(id)),
  );
  const since = jobs.flatMap((job) => (job ? [job.processedOn ?? job.timestamp] : []));
  return {
    waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0),
    active: counts["active"] ?? 0,
    failed: counts["failed"] ?? 0,
    oldestWaitMs: since.length === 0 ? 0 : Math.max(0, Date.now() - Math.min(...since)),
  };
}

/** Closes all queues and their connection. */
export async function close(): Promise<void> {
  await Promise.all([...opened.values()].map((each) => each.close()));
  opened.clear();
  connection?.disconnect();
  connection = undefined;
}
