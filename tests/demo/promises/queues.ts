import type { Job } from "bullmq";
import { eventually, insist } from "../report.ts";
import type { Stores } from "./stores.ts";

const patienceMs = 90_000;

/** No job of the tenants failed since the start, and none waits or runs any more. */
export function queuesClean(stores: Stores, tenantIds: readonly string[], sinceMs: number): Promise<string> {
  return eventually(() => look(stores, tenantIds, sinceMs), patienceMs);
}

async function look(stores: Stores, tenantIds: readonly string[], sinceMs: number): Promise<string> {
  const ours = ({ data }: Job) => tenantIds.includes(String((data as { tenantId?: unknown } | undefined)?.tenantId));
  let finished = 0;
  for (const [name, queue] of stores.queues) {
    const failed = (await queue.getJobs("failed")).filter((job) => ours(job) && job.timestamp >= sinceMs);
    insist(failed.length === 0, `${failed.length} jobs failed in ${name}, first: ${failed[0]?.failedReason}`);
    const open = (await queue.getJobs(["waiting", "active", "prioritized", "delayed"])).filter(ours);
    const due = open.filter((job) => (job.delay ?? 0) < 60_000);
    insist(due.length === 0, `${due.length} jobs are still open in ${name}`);
    finished += (await queue.getJobs("completed")).filter((job) => ours(job) && job.timestamp >= sinceMs).length;
  }
  return `${finished} jobs done, none failed`;
}
