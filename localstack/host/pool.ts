import { finished } from "node:stream";
import type { DeployedFunction } from "./catalogue.ts";
import type { Instance } from "./instance.ts";
import type { FunctionError, Invokable, Outcome } from "./outcome.ts";

/** The instances of one function. */
export interface Pool extends Invokable {
  /** Ends all instances. */
  stop(): void;
}

export interface PoolOptions extends Pick<DeployedFunction, "concurrency" | "reserved"> {
  /** An instance that had nothing to do for so long ends. */
  idleMs: number;
  start(): Promise<Instance | FunctionError>;
  /** Told each start, with its time and how it failed if it did. */
  noteStart?(tookMs: number, failure?: FunctionError): void;
}

/**
 * Runs each invocation in an instance of its own: one that is free, the last one used first, else a new one. All in use: a function
 * with reserved concurrency is throttled, any other waits for its turn.
 */
export function createPool({ concurrency, reserved, idleMs, start, noteStart }: PoolOptions): Pool {
  const all = new Set<Instance>();
  const free: { instance: Instance; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function invoke(payload: Buffer): Promise<Outcome> {
    if (taken >= concurrency) {
      if (reserved) return { kind: "throttled" };
      // Who leaves hands over the slot.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else taken++;
    let instance: Instance | FunctionError | undefined;
    try {
      instance = takeFree() ?? (await startOne());
      if (!("pid" in instance)) return leave({ kind: "failed", error: instance });
      const used = instance;
      const outcome = await used.invoke(payload);
      if (outcome.kind === "stream") finished(outcome.body, () => leave(outcome, used));
      else leave(outcome, used);
      return outcome;
    } catch (error) {
      return leave({ kind: "failed", error: { errorType: "Runtime.Unknown", errorMessage: String(error) } });
    }
  }

  function leave(outcome: Outcome, instance?: Instance): Outcome {
    if (instance?.isAlive()) putBack(instance);
    const next = waiting.shift();
    if (next) next();
    else taken--;
    return outcome;
  }

  function takeFree(): Instance | undefined {
    const last = free.pop();
    clearTimeout(last?.timer);
    return last === undefined || last.instance.isAlive() ? last?.instance : takeFree();
  }

  function putBack(instance: Instance): void {
    free.push({ instance, timer: setTimeout(instance.end, idleMs).unref() });
  }

  async function startOne(): Promise<Instance | FunctionError> {
    const startedMs = performance.now();
    const made = await start();
    noteStart?.(performance.now() - startedMs, "pid" in made ? undefined : made);
    if (!("pid" in made)) return made;
    all.add(made);
    void made.gone.then(() => {
      all.delete(made);
      const at = free.findIndex(({ instance }) => instance === made);
      if (at >= 0) clearTimeout(free.splice(at, 1)[0]?.timer);
    });
    return made;
  }

  return {
    invoke,
    stop() {
      for (const instance of all) instance.end();
    },
  };
}
