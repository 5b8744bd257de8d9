import { type DeployedFunction, deployedFunctions, surfaceFunctionName, type Trigger } from "#schema/functions.ts";
import { type Surface, type SurfaceName, surfaces } from "#schema/surfaces.ts";

/** A function with what the host gives it. */
export interface HostedFunction {
  name: string;
  trigger: Trigger;
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

/** All functions that are deployed, under the same names. */
export function hostedFunctions(): HostedFunction[] {
  return deployedFunctions().map((fn) => {
    const { name, trigger, path, timeoutMs, memoryMb } = fn;
    return { name, trigger, path, timeoutMs, memoryMb, ...slotsOf(fn) };
  });
}

function slotsOf(fn: DeployedFunction): Pick<HostedFunction, "concurrency" | "reserved"> {
  if (fn.trigger === "http") return fn.streaming ? streams : shared;
  return { concurrency: fn.concurrency, reserved: true };
}

const routes = Object.entries<Surface>(surfaces).map(([surface, { prefix }]) => ({
  prefix,
  name: surfaceFunctionName(surface as SurfaceName),
}));

/** Name of the function behind the surface whose prefix a path begins with. */
export function surfaceFunctionOf(url: string): string | undefined {
  const path = url.split("?", 1)[0] ?? "";
  return routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))?.name;
}
