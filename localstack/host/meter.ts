import type { Server } from "node:http";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { finished } from "node:stream";
import type { Trigger } from "#schema/functions.ts";
import { type HostedFunction, surfaceFunctionOf } from "./catalogue.ts";
import type { Invokable, Outcome } from "./outcome.ts";

/** What became of a function's invocations since the host started. */
export interface FunctionFacts {
  name: string;
  trigger: Trigger;
  concurrency: number;
  running: number;
  invocations: number;
  /** Failed, out of time or out of memory; of a surface, what it answered with a status of 500 or more. */
  errors: number;
  throttled: number;
  coldStarts: number;
  /** Milliseconds; null before the first one has ended. */
  p50Ms: number | null;
  p95Ms: number | null;
  lastAt: string | null;
  lastError: { at: string; text: string } | null;
}

/** Counts and times the invocations of functions. */
export interface Meter {
  /** The same function, observed. */
  of(name: string, target: Invokable): Invokable;
  /** Observes the requests of an HTTP server, each as an invocation of the surface it is for. */
  watch(server: Server): void;
  coldStart(name: string): void;
  report(): FunctionFacts[];
}

type Counted = Omit<FunctionFacts, "p50Ms" | "p95Ms"> & { times: RecordableHistogram };

/** A meter of these functions; what is not among them is not counted. */
export function createMeter(functions: readonly HostedFunction[]): Meter {
  const all = new Map(functions.map((fn) => [fn.name, started(fn)]));

  function begin(counted: Counted): (failure?: string) => void {
    const startedMs = performance.now();
    counted.running++;
    counted.invocations++;
    counted.lastAt = new Date().toISOString();
    return (failure) => {
      counted.running--;
      counted.times.record(Math.max(1, Math.round((performance.now() - startedMs) * 1_000)));
      if (failure === undefined) return;
      counted.errors++;
      counted.lastError = { at: new Date().toISOString(), text: failure };
    };
  }

  return {
    of(name, target) {
      const counted = all.get(name);
      if (!counted) return target;
      return {
        async invoke(payload) {
          const end = begin(counted);
          const outcome = await target.invoke(payload);
          if (outcome.kind === "throttled") counted.throttled++;
          if (outcome.kind === "stream") finished(outcome.body, () => end());
          else end(failureOf(outcome));
          return outcome;
        },
      };
    },
    watch(server) {
      server.prependListener("request", ({ method, url }, response) => {
        const counted = all.get(surfaceFunctionOf(url ?? "/") ?? "");
        if (!counted) return;
        const end = begin(counted);
        const path = url?.split("?", 1)[0];
        response.once("close", () => {
          end(response.statusCode >= 500 ? `${method} ${path} answered ${response.statusCode}` : undefined);
        });
      });
    },
    coldStart(name) {
      const counted = all.get(name);
      if (counted) counted.coldStarts++;
    },
    report: () => [...all.values()].map(factsOf),
  };
}

function started({ name, trigger, concurrency }: HostedFunction): Counted {
  const none = { running: 0, invocations: 0, errors: 0, throttled: 0, coldStarts: 0, lastAt: null, lastError: null };
  return { name, trigger, concurrency, ...none, times: createHistogram() };
}

function factsOf({ times, ...facts }: Counted): FunctionFacts {
  const ms = (percentile: number) => (times.count === 0 ? null : times.percentile(percentile) / 1_000);
  return { ...facts, p50Ms: ms(50), p95Ms: ms(95) };
}

function failureOf(outcome: Outcome): string | undefined {
  return outcome.kind === "failed" ? `${outcome.error.errorType}: ${outcome.error.errorMessage}` : undefined;
}
