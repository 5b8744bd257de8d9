import { finished } from "node:stream";
import type { HostedFunction } from "./catalogue.ts";
import type { Instance } from "./instance.ts";
import type { FunctionError, Invokable, Outcome } from "./outcome.ts";

/** The instances of one function. */
export interface Pool extends Invokable {
  /** Ends all instances. */
  stop(): void;
}

export interface PoolOptions extends Pick<HostedFunction, "concurrency" | "reserved"> {
  /** An instance that had nothing to do for so long ends. */
  idleMs: number;
  start(): Promise<Instance | FunctionError>;
  /** Waits for a place to start in: starts are hard work, and an instance may become free meanwhile. */
  gate<T>(work: () => Promise<T>): Promise<T>;
  /** Told each start, with its time and how it failed if it did. */
  noteStart?(tookMs: number, failure?: FunctionError): void;
}

/**
 * Runs each invocation in an instance of its own: one that is free, the last one used first, else a new one or one that becomes free
 * sooner. All in use: a function with reserved concurrency is throttled, any other waits for its turn.
 */
export function createPool({ concurrency, reserved, idleMs, start, gate, noteStart }: PoolOptions): Pool {
  const all = new Set<Instance>();
  const free: { instance: Instance; timer: NodeJS.Timeout }[] = [];
  const waiting: ((found: Instance | FunctionError) => void)[] = [];
  let admitted = 0;
  let starting = 0;
  let stopped = false;

  async function invoke(payload: Buffer): Promise<Outcome> {
    if (reserved && admitted >= concurrency) return { kind: "throttled" };
    admitted++;
    const found = takeFree() ?? (await nextOne());
    if (!("pid" in found)) return leave({ kind: "failed", error: found });
    const outcome = await found.invoke(payload);
    if (outcome.kind === "stream") finished(outcome.body, () => leave(outcome, found));
    else leave(outcome, found);
    return outcome;
  }

  function leave(outcome: Outcome, instance?: Instance): Outcome {
    admitted--;
    if (instance?.isAlive()) offer(instance);
    else startWanted();
    return outcome;
  }

  function takeFree(): Instance | undefined {
    const last = free.pop();
    clearTimeout(last?.timer);
    return last === undefined || last.instance.isAlive() ? last?.instance : takeFree();
  }

  function nextOne(): Promise<Instance | FunctionError> {
    const found = new Promise<Instance | FunctionError>((resolve) => waiting.push(resolve));
    startWanted();
    return found;
  }

  function offer(instance: Instance): void {
    const next = waiting.shift();
    if (next) next(instance);
    else free.push({ instance, timer: setTimeout(instance.end, idleMs).unref() });
  }

  function startWanted(): void {
    while (starting < waiting.length && starting + all.size < concurrency) {
      starting++;
      void gate(startOne).then(() => {
        starting--;
        startWanted();
      });
    }
  }

  async function startOne(): Promise<void> {
    if (waiting.length === 0) return;
    const startedMs = performance.now();
    const made = await start();
    noteStart?.(performance.now() - startedMs, "pid" in made ? undefined : made);
    if (!("pid" in made)) {
      waiting.shift()?.(made);
      return;
    }
    all.add(made);
    if (stopped) made.end();
    void made.gone.then(() => {
      all.delete(made);
      const at = free.findIndex(({ instance }) => instance === made);
      if (at >= 0) clearTimeout(free.splice(at, 1)[0]?.timer);
      startWanted();
    });
    offer(made);
  }

  return {
    invoke,
    stop() {
      stopped = true;
      for (const instance of all) instance.end();
    },
  };
}
