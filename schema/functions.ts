import { type Queue, type QueueName, queues } from "./queues.ts";
import { type Schedule, type ScheduleName, schedules } from "./schedules.ts";
import { type Surface, type SurfaceName, surfaces } from "./surfaces.ts";

interface Deployed {
  /** What it is called by, in the local host and, after the stage's prefix, on AWS. */
  name: string;
  /** File and export, e.g. `functions/worker/agents.handler`. Several functions may share one, and with it one bundle. */
  path: string;
  timeoutMs: number;
  memoryMb: number;
}

/** A function with its trigger and the limits it is deployed with. A surface reserves no concurrency. */
export type DeployedFunction = Deployed &
  (
    | { trigger: "http"; surface: SurfaceName; streaming: boolean }
    | { trigger: "queue"; queue: QueueName; concurrency: number }
    | { trigger: "clock"; schedule: ScheduleName; concurrency: 1 }
  );

/** What calls a function. */
export type Trigger = DeployedFunction["trigger"];

/** All functions there are: one for each surface, queue and schedule. */
export function deployedFunctions(): DeployedFunction[] {
  return [
    ...entries<SurfaceName, Surface>(surfaces).map(([surface, { streaming, ...limits }]): DeployedFunction => {
      return { name: surfaceFunctionName(surface), trigger: "http", surface, streaming, ...deployed(limits) };
    }),
    ...entries<QueueName, Queue>(queues).map(([queue, { concurrency, ...limits }]): DeployedFunction => {
      return { name: queueFunctionName(queue), trigger: "queue", queue, concurrency, ...deployed(limits) };
    }),
    ...entries<ScheduleName, Schedule>(schedules).map(([schedule, limits]): DeployedFunction => {
      return { name: clockFunctionName(schedule), trigger: "clock", schedule, concurrency: 1, ...deployed(limits) };
    }),
  ];
}

/** Name of the function behind a surface. */
export const surfaceFunctionName = (surface: SurfaceName): string => `api-${surface}`;

/** Name of the function that takes the messages of a queue. */
export const queueFunctionName = (queue: QueueName): string => queue;

/** Name of the function that a schedule wakes. */
export const clockFunctionName = (schedule: ScheduleName): string => `clock-${schedule.replaceAll(".", "-")}`;

/** The surface, queue or schedule that a function is for; its log lines name it as their door. */
export function doorOf(fn: DeployedFunction): SurfaceName | QueueName | ScheduleName {
  if (fn.trigger === "http") return fn.surface;
  return fn.trigger === "queue" ? fn.queue : fn.schedule;
}

type Limits = Pick<Deployed, "timeoutMs" | "memoryMb"> & { function: string };

const deployed = ({ function: path, timeoutMs, memoryMb }: Limits) => ({ path, timeoutMs, memoryMb });

// A catalogue has the names of its type and no others.
const entries = <Name extends string, Entry>(catalogue: Record<Name, Entry>): [Name, Entry][] =>
  Object.entries(catalogue) as [Name, Entry][];
