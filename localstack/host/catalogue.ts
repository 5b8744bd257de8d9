import { functionName } from "#functions/dispatcher/function-name.ts";
import { type Queue, queues } from "#schema/queues.ts";
import { type Schedule, schedules } from "#schema/schedules.ts";
import { type Surface, surfaces } from "#schema/surfaces.ts";

/** What calls a function. */
export type Trigger = "http" | "queue" | "clock";

/** A function with the limits it is deployed with. */
export interface DeployedFunction {
  name: string;
  trigger: Trigger;
  /** File and export, e.g. `functions/worker/agents.handler`. */
  path: string;
  timeoutMs: number;
  memoryMb: number;
  concurrency: number;
  /** Beyond its concurrency a function that reserved it is throttled. One that did not waits here; on AWS it would grow on. */
  reserved: boolean;
}

// What a machine for development bears of functions that share the account's limit. A stream holds its instance as long as it lasts.
const shared = { concurrency: 4, reserved: false };
const streams = { concurrency: 60, reserved: false };

/** All functions of the catalogues. One that serves several queues has the slots of all, and the longest time and memory. */
export function deployedFunctions(): DeployedFunction[] {
  return [...surfaceFunctions(), ...queueFunctions(), ...scheduleFunctions()];
}

function surfaceFunctions(): DeployedFunction[] {
  return Object.values<Surface>(surfaces).map(({ function: path, timeoutMs, memoryMb, streaming }) => {
    return { ...named(path), trigger: "http", timeoutMs, memoryMb, ...(streaming ? streams : shared) };
  });
}

function queueFunctions(): DeployedFunction[] {
  const served = Map.groupBy(Object.values<Queue>(queues), (queue) => queue.function);
  return [...served].map(([path, all]) => ({
    ...named(path),
    trigger: "queue",
    timeoutMs: Math.max(...all.map(({ timeoutMs }) => timeoutMs)),
    memoryMb: Math.max(...all.map(({ memoryMb }) => memoryMb)),
    concurrency: all.reduce((sum, { concurrency }) => sum + concurrency, 0),
    reserved: true,
  }));
}

function scheduleFunctions(): DeployedFunction[] {
  return Object.values<Schedule>(schedules).map(({ function: path, timeoutMs, memoryMb }) => {
    return { ...named(path), trigger: "clock", timeoutMs, memoryMb, concurrency: 1, reserved: true };
  });
}

const named = (path: string) => ({ name: functionName(path), path });

const routes = Object.values<Surface>(surfaces).map(({ prefix, function: path }) => ({
  prefix,
  name: functionName(path),
}));

/** Name of the function behind the surface whose prefix a path begins with. */
export function surfaceFunctionOf(url: string): string | undefined {
  const path = url.split("?", 1)[0] ?? "";
  return routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))?.name;
}
