import { randomUUID } from "node:crypto";
import { log } from "#platform/log.ts";
import { hostedFunctions } from "./catalogue.ts";
import { type Load, loadHandler, loadOnce } from "./load.ts";
import { errorOf, type Invokable, type Outcome, timedOut } from "./outcome.ts";

/** A function of this process, with its limits. */
export interface InProcess {
  concurrency: number;
  timeoutMs: number;
  run(event: unknown): Promise<unknown>;
}

/** Calls a function of this process as if it were one of its own. What runs out of time is answered for, not stopped. */
export function inProcess(fn: InProcess): Invokable {
  let busy = 0;
  return {
    async invoke(payload) {
      if (busy >= fn.concurrency) return { kind: "throttled" };
      busy++;
      try {
        return await within(fn.timeoutMs, answerOf(fn.run, payload));
      } finally {
        busy--;
      }
    },
  };
}

/** The functions behind queues and schedules by name, their handlers loaded into this process at first use. */
export function inlineFunctions(load: Load = loadOnce): Map<string, Invokable> {
  return new Map(
    hostedFunctions()
      .filter(({ trigger }) => trigger !== "http")
      .map(({ name, path, ...limits }) => [
        name,
        inProcess({ ...limits, run: async (event) => (await loadHandler(path, load))(event) }),
      ]),
  );
}

async function answerOf(run: InProcess["run"], payload: Buffer): Promise<Outcome> {
  try {
    const answer = await run(JSON.parse(payload.toString()));
    return { kind: "done", payload: Buffer.from(JSON.stringify(answer ?? null)) };
  } catch (thrown) {
    const error = errorOf(thrown);
    log.error({ error: error.trace?.join("\n") ?? error.errorMessage }, "function failed");
    return { kind: "failed", error };
  }
}

async function within(timeoutMs: number, work: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "failed", error: timedOut(randomUUID(), timeoutMs) }), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
