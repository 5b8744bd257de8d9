import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { HostedFunction } from "#localstack/host/catalogue.ts";
import { type IsolatedOptions, startIsolated } from "#localstack/host/isolated.ts";
import type { Invokable, Outcome } from "#localstack/host/outcome.ts";

export interface World {
  functions: Map<string, Invokable>;
  /** What the functions wrote. */
  lines: string[];
  /** Calls the function `fn` and parses what it answers; anything but an answer is returned as it is. */
  call(event?: object): Promise<unknown>;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const limits = { timeoutMs: 15_000, memoryMb: 256, concurrency: 2, reserved: true };

/** A host with one function `fn` of the handlers of these tests; it ends with the test. */
export async function world(
  handler: string,
  given: Partial<HostedFunction> = {},
  options: Partial<IsolatedOptions> = {},
): Promise<World> {
  const lines: string[] = [];
  const path = `tests/localstack/host/handlers/${handler}.handler`;
  const functions = [{ name: "fn", trigger: "queue" as const, path, ...limits, ...given }];
  const host = await startIsolated({ env: {}, write: (line) => lines.push(line), ...options, functions });
  stops.push(host.stop);
  return {
    functions: host.functions,
    lines,
    call: async (event = {}) => plain(await invokableOf(host.functions).invoke(Buffer.from(JSON.stringify(event)))),
  };
}

/** The function of a world. */
export function invokableOf(functions: ReadonlyMap<string, Invokable>): Invokable {
  const fn = functions.get("fn");
  if (!fn) throw new Error("The world has no function.");
  return fn;
}

function plain(outcome: Outcome): unknown {
  return outcome.kind === "done" ? (JSON.parse(outcome.payload.toString()) as unknown) : outcome;
}

/** A file that is not there until `make` is called. */
export function signalFile(): { path: string; make(): void } {
  const folder = mkdtempSync(join(tmpdir(), "leadmetrics-host-"));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "go");
  return { path, make: () => writeFileSync(path, "") };
}

/** Whether a process is there. */
export function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
