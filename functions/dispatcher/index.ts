import { close as closeAudit } from "#platform/audit.ts";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { answersSoon, blocking, close as closeRedis } from "#platform/redis.ts";
import type { QueueName } from "#schema/queues.ts";
import { queueNames, queues } from "#schema/queues.ts";
import { fairShare, type Share } from "./fair.ts";
import { startGauges } from "./gauges.ts";
import { serveHealth } from "./health.ts";
import { closeConnections } from "./invoke.ts";
import { startRelay } from "./relay/index.ts";
import { work } from "./worker.ts";

const silentMaxMs = 60_000;

export interface Dispatcher {
  /** Why it does not serve just now, one sentence each; empty when it does. */
  faults(): Promise<string[]>;
  /** Takes no more jobs and waits `STOP_GRACE_MS` for those in flight; what is not done by then is given back when its lock ends. */
  stop(): Promise<void>;
}

/** Starts one worker per queue and the relay. Ready when every worker listens. */
export async function startDispatcher(names: readonly QueueName[] = queueNames): Promise<Dispatcher> {
  const connection = blocking();
  const shares = new Map<QueueName, Share>(names.map((name) => [name, fairShare(queues[name].concurrency)]));
  const workers = [...shares].map(([name, share]) => work(name, connection, share));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  const relay = startRelay(shares);

  return {
    async faults() {
      const idle = workers.filter((worker) => !worker.isRunning()).map(({ name }) => `Nobody listens to ${name}.`);
      const silent = relay.silentMs() > silentMaxMs ? ["The relay has not looked for a minute."] : [];
      const alone = (await answersSoon()) ? [] : ["Redis does not answer."];
      return [...idle, ...silent, ...alone];
    },
    async stop() {
      const closed = Promise.all([relay.stop(), ...workers.map((worker) => worker.close())]);
      const late = await Promise.race([
        closed.then(() => false),
        new Promise<true>((resolve) => setTimeout(() => resolve(true), config("STOP_GRACE_MS")).unref()),
      ]);
      if (late) log.warn({}, "jobs are still in flight; they are given back");
      closeConnections();
      connection.disconnect();
    },
  };
}

if (import.meta.main) {
  const dispatcher = await startDispatcher();
  const endGauges = startGauges();
  const health = await serveHealth(config("HEALTH_PORT"), dispatcher.faults);
  process.stdout.write("ready dispatcher\n");
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    endGauges();
    await dispatcher.stop();
    health.stop();
    closeLive();
    await Promise.allSettled([closeQueues(), closeDatabase(), closeAudit()]);
    closeRedis();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}
