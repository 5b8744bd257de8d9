import { Cron } from "croner";
import { functionName } from "#functions/dispatcher/function-name.ts";
import { log } from "#platform/log.ts";
import { schedules } from "#schema/schedules.ts";
import { loadHandler } from "./load.ts";
import { errorOf, type FunctionError, type Invokable } from "./outcome.ts";

/** Wakes the function of a schedule. @returns how it failed, if it did */
export type Wake = (path: string, event: object) => Promise<FunctionError | undefined>;

/** Calls the handler in this process. */
export const wakeInline: Wake = async (path, event) => {
  try {
    await (await loadHandler(path))(event);
    return undefined;
  } catch (error) {
    return errorOf(error);
  }
};

/** Calls a deployed function by its name. */
export function wakeOf(functions: ReadonlyMap<string, Invokable>): Wake {
  return async (path, event) => {
    const outcome = await functions.get(functionName(path))?.invoke(Buffer.from(JSON.stringify(event)));
    return outcome?.kind === "failed" ? outcome.error : undefined;
  };
}

/** Wakes the functions of the schedules. A run that is not over when its time comes again is not started twice. */
export function startClock(wake: Wake): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const crons = Object.entries(schedules).map(([name, { cron, timezone, function: path }]) => {
    const run = async (): Promise<void> => {
      const work = wake(path, { source: "aws.scheduler", schedule: name }).then((error) => {
        if (error)
          log.error({ schedule: name, error: error.trace?.join("\n") ?? error.errorMessage }, "schedule failed");
      });
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
