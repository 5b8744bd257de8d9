import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stop as stopEsbuild } from "esbuild";
import { log } from "#platform/log.ts";
import { dataRoot } from "../paths.ts";
import { type Bundle, bundlesOf } from "./bundle.ts";
import type { HostedFunction } from "./catalogue.ts";
import { gate } from "./gate.ts";
import { startInstance } from "./instance.ts";
import type { Invokable } from "./outcome.ts";
import { createPool } from "./pool.ts";

export interface IsolatedOptions {
  functions: readonly HostedFunction[];
  /** What there is to link; each function gets of it what its code names. */
  env: NodeJS.ProcessEnv;
  idleMs?: number;
  /** Told each line that a function writes. */
  write?(line: string, name: string): void;
  /** Told each process that was started for a call. */
  noteColdStart?(name: string): void;
}

/** Functions that run as they would be deployed, each in processes of its own. */
export interface IsolatedHost {
  functions: Map<string, Invokable>;
  /** Ends all processes, whatever they do. */
  stop(): void;
}

const idleDefaultMs = 5 * 60_000;

/** Bundles all functions and stands ready to start a process of each that is called. */
export async function startIsolated(options: IsolatedOptions): Promise<IsolatedHost> {
  const { functions, env, idleMs = idleDefaultMs, write = toLog, noteColdStart } = options;
  const runtimePath = "localstack/host/runtime.main";
  const bundles = await bundlesOf([runtimePath, ...functions.map(({ path }) => path)]);
  await stopEsbuild();

  const startGate = gate(availableParallelism());
  const pools = functions.map((fn) => {
    const { name, concurrency, reserved, timeoutMs, memoryMb } = fn;
    const [bundle, runtime] = [bundles.get(fn.path), bundles.get(runtimePath)];
    if (!bundle || !runtime) throw new Error(`${name} has no bundle.`);
    const program = {
      name,
      timeoutMs,
      memoryMb,
      write: (line: string) => write(line, name),
      cwd: bundle.dir,
      args: [`--max-old-space-size=${memoryMb}`, join(runtime.dir, "index.mjs")],
      env: { ...linked(bundle, { DATABASE_POOL: "2", ...env }), ...reservedVariables(fn, bundle) },
    };
    const start = () => startInstance(program);
    const noteStart = (tookMs: number, failure?: object): void => {
      noteColdStart?.(name);
      const facts = { function: name, initMs: Math.round(tookMs) };
      if (failure) log.error({ ...facts, ...failure }, "function did not start");
      else log.info(facts, "function started");
    };
    return [name, createPool({ concurrency, reserved, idleMs, start, gate: startGate, noteStart })] as const;
  });
  const stop = (): void => {
    process.off("exit", stop);
    for (const [, pool] of pools) pool.stop();
  };
  // Frozen processes do not notice that their host is gone.
  process.on("exit", stop);
  return { functions: new Map(pools), stop };
}

/** Of an environment, what the code of a bundle names. */
export function linked({ names }: Bundle, env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** What Lambda itself sets, and where compiled code is kept so that a start is not slower than it must be. */
function reservedVariables({ name, path, memoryMb }: HostedFunction, { dir }: Bundle): Record<string, string> {
  return {
    _HANDLER: `index.${path.slice(path.lastIndexOf(".") + 1)}`,
    LAMBDA_TASK_ROOT: dir,
    AWS_REGION: "us-east-1",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    TZ: "UTC",
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    NODE_COMPILE_CACHE: join(dataRoot, "cache"),
  };
}

// What the product logs is JSON and tells where it comes from; anything else, such as the last words of a crash, does not.
function toLog(line: string, name: string): void {
  if (line.startsWith("{")) process.stdout.write(`${line}\n`);
  else log.warn({ function: name }, line);
}
