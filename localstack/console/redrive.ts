import { asPlatform } from "#platform/db.ts";
import { queue } from "#platform/queue.ts";
import type { QueueName } from "#schema/queues.ts";

const batch = 200;

/**
 * Puts failed jobs back into their queue with all attempts before them, and marks their dead letters. A job that is no longer
 * among the failed is left alone. @returns how many were put back
 */
export async function redrive(name: QueueName, job: string | "all"): Promise<number> {
  if (job !== "all") return (await again(name, job)) ? 1 : 0;
  let count = 0;
  while (true) {
    const failed = await queue(name).getJobs("failed", 0, batch - 1);
    const results = await Promise.all(failed.map(({ id }) => again(name, id ?? "")));
    const done = results.filter(Boolean).length;
    count += done;
    if (done === 0) return count;
  }
}

async function again(name: QueueName, jobId: string): Promise<boolean> {
  const job = await queue(name).getJob(jobId);
  if (!job || !(await job.isFailed())) return false;
  await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
  await asPlatform((tx) =>
    tx
      .updateTable("deadLetters")
      .set({ status: "redriven", handledAt: new Date(), note: "re-driven from the developers' console" })
      .where("queue", "=", name)
      .where("jobId", "=", jobId)
      .where("status", "=", "open")
      .execute(),
  );
  return true;
}
