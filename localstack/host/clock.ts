import { Cron } from "croner";
import { log } from "#platform/log.ts";
import { schedules } from "#schema/schedules.ts";
import { loadHandler } from "./load.ts";

/** Wakes the functions of the schedules. A run that is not over when its time comes again is not started twice. */
export function startClock(): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const crons = Object.entries(schedules).map(([name, { cron, timezone, function: path }]) => {
    const run = async (): Promise<void> => {
      const work = wake(name, path);
      running.add(work);
      await work;
      running.delete(work);
    };
    return new Cron(cron, { timezone, protect: true }, run);
  });
  return {
    async stop() {
      for (const cron of crons) cron.stop();
      await Promise.all(running);
    },
  };
}

async function wake(name: string, path: string): Promise<void> {
  try {
    const handler = await loadHandler(path);
    await handler({ source: "aws.scheduler", schedule: name });
  } catch (error) {
    log.error({ schedule: name, error: error instanceof Error ? error.stack : String(error) }, "schedule failed");
  }
}
