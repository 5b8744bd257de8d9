import { Worker } from "bullmq";
import { fairShare } from "#functions/dispatcher/fair.ts";
import { closeConnections } from "#functions/dispatcher/invoke.ts";
import { work } from "#functions/dispatcher/worker.ts";
import { addAll, queue } from "#platform/queue.ts";
import { blocking } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import { queues } from "#schema/queues.ts";
import { best, factor, number, perSecond, quantile, type Row } from "./measure.ts";
import { startChild } from "./servers/child.ts";

export const title =
  "jobs through dispatcher, Invoke and an empty function, against a BullMQ worker with an empty processor";

const name = "search__sync";
const { concurrency, batch, windowMs } = queues[name];
const sizes = [
  { jobs: 1_000, most: 8, budgetMs: 6_000 },
  { jobs: 5_000, most: 4, budgetMs: 9_000 },
  { jobs: 20_000, most: 2, budgetMs: 0 },
] as const;
const singles = 100;

type Start = () => { worker: Worker; share: ReturnType<typeof fairShare>; end(): Promise<void> };

/** Both workers take the same jobs, with the same options, from the same queue; the time runs from the worker's start. */
export async function measure(): Promise<Row[]> {
  const host = await startChild("empty-function");
  process.env["INVOKE_URL"] = host.url;
  const rows: Row[] = [];
  try {
    for (const { jobs, ...rounds } of sizes) {
      const cost = await best(rounds, { ours: () => drain(dispatched, jobs), other: () => drain(plain, jobs) });
      rows.push({
        what: `batch ${batch}`,
        size: `${number(jobs)} jobs`,
        ours: perSecond(jobs, cost.ours, "jobs"),
        other: perSecond(jobs, cost.other, "jobs"),
        ratio: factor(cost.other / cost.ours),
        reach: ">= 0.70x",
      });
    }
    const cost = await best(
      { most: 4, budgetMs: 4_000 },
      { ours: () => single(dispatched), other: () => single(plain) },
    );
    rows.push({
      what: "one job, added to completed, median",
      size: "1 job",
      ours: `${number(cost.ours)} ms`,
      other: `${number(cost.other)} ms`,
      ratio: `+${number(cost.ours - cost.other)} ms`,
      reach: `<= +${windowMs + 5} ms`,
    });
  } finally {
    closeConnections();
    await host.stop();
  }
  return rows;
}

const dispatched: Start = () => {
  const connection = blocking();
  const share = fairShare(concurrency);
  return closing(work(name, connection, share), share, connection);
};

const plain: Start = () => {
  const connection = blocking();
  const worker = new Worker(name, () => Promise.resolve(), { connection, concurrency, autorun: false });
  void worker.run();
  return closing(worker, fairShare(concurrency), connection);
};

function closing(
  worker: Worker,
  share: ReturnType<typeof fairShare>,
  connection: ReturnType<typeof blocking>,
): ReturnType<Start> {
  const end = async (): Promise<void> => {
    await worker.close();
    connection.disconnect();
  };
  return { worker, share, end };
}

/** Milliseconds from the start of a worker to the last of the waiting jobs completed. */
async function drain(start: Start, jobs: number): Promise<number> {
  await queue(name).obliterate({ force: true });
  const share = fairShare(concurrency);
  for (let at = 0; at < jobs; at += 500) await addAll(name, entries(Math.min(500, jobs - at), share));
  const startedMs = performance.now();
  const { worker, end } = start();
  await completions(worker, jobs);
  const took = performance.now() - startedMs;
  await end();
  return took;
}

/** Median of the milliseconds from adding a job to its completion, while nothing else is to do. */
async function single(start: Start): Promise<number> {
  await queue(name).obliterate({ force: true });
  const { worker, share, end } = start();
  await worker.waitUntilReady();
  const took: number[] = [];
  for (let at = 0; at < singles / 4; at++) {
    const [entry] = entries(1, share);
    if (!entry) continue;
    const startedMs = performance.now();
    const completed = completions(worker, 1);
    await addAll(name, [entry]);
    await completed;
    took.push(performance.now() - startedMs);
  }
  await end();
  return quantile(took, 0.5);
}

function completions(worker: Worker, count: number): Promise<void> {
  return new Promise((resolve) => {
    let done = 0;
    const onCompleted = (): void => {
      done++;
      if (done < count) return;
      worker.off("completed", onCompleted);
      resolve();
    };
    worker.on("completed", onCompleted);
  });
}

function entries(count: number, share: ReturnType<typeof fairShare>) {
  const tenantId = newId("tenant");
  const createdAt = new Date().toISOString();
  return Array.from({ length: count }, () => ({
    message: {
      actor: "system:search",
      tenantId,
      requestId: null,
      createdAt,
      data: { collection: "blogs", entityId: newId("blogPost") },
    },
    options: { jobId: newId("outbox"), priority: share.place(tenantId, 5) },
  }));
}
