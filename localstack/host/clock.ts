import { Cron } from "croner";
import { log } from "#platform/log.ts";
import { clockFunctionName } from "#schema/functions.ts";
import { type Schedule, type ScheduleName, schedules } from "#schema/schedules.ts";
import type { Invokable } from "./outcome.ts";

/** Wakes the functions of the schedules. A run that is not over when its time comes again is not started twice. */
export function startClock(functions: ReadonlyMap<string, Invokable>): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const crons = Object.entries<Schedule>(schedules).map(([name, { cron, timezone }]) => {
    const run = async (): Promise<void> => {
      const work = wake(functions.get(clockFunctionName(name as ScheduleName)), name);
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

async function wake(target: Invokable | undefined, schedule: string): Promise<void> {
  const outcome = await target?.invoke(Buffer.from(JSON.stringify({ source: "aws.scheduler", schedule })));
  if (outcome?.kind !== "failed") return;
  const { trace, errorMessage } = outcome.error;
  log.error({ schedule, error: trace?.join("\n") ?? errorMessage }, "schedule failed");
}
