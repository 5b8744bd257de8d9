import { close as closeAudit } from "#platform/audit.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { blocking, close as closeRedis } from "#platform/redis.ts";
import type { QueueName } from "#schema/queues.ts";
import { queueNames, queues } from "#schema/queues.ts";
import { fairShare, type Share } from "./fair.ts";
import { closeConnections } from "./invoke.ts";
import { startRelay } from "./relay/index.ts";
import { work } from "./worker.ts";

const graceMs = 8_000;

export interface Dispatcher {
  /** Takes no more jobs, waits up to eight seconds for those in flight; what is not done by then is given back when its lock ends. */
  stop(): Promise<void>;
}

/** Starts one worker per queue and the relay. Ready when every worker listens. */
export async function startDispatcher(names: readonly QueueName[] = queueNames): Promise<Dispatcher> {
  const connection = blocking();
  const shares = new Map<QueueName, Share>(names.map((name) => [name, fairShare(queues[name].concurrency)]));
  const workers = [...shares].map(([name, share]) => work(name, connection, share));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  const stopRelay = startRelay(shares);

  return {
    async stop() {
      await stopRelay();
      const closed = Promise.all(workers.map((worker) => worker.close()));
      const late = await Promise.race([
        closed.then(() => false),
        new Promise<true>((resolve) => setTimeout(() => resolve(true), graceMs).unref()),
      ]);
      if (late) log.warn({}, "jobs are still in flight; they are given back");
      closeConnections();
      connection.disconnect();
    },
  };
}

if (import.meta.main) {
  const dispatcher = await startDispatcher();
  process.stdout.write("ready dispatcher\n");
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await dispatcher.stop();
    closeLive();
    await Promise.allSettled([closeQueues(), closeDatabase(), closeAudit()]);
    closeRedis();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}
