import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { type FunctionError, type Outcome, timedOut } from "./outcome.ts";
import { residentMb } from "./resident.ts";
import { type Delivery, startRuntimeApi } from "./runtime-api.ts";

/** What one process of a function is started with. */
export interface Program {
  name: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  /** Told each line that the function writes. */
  write(line: string): void;
}

/** A process that runs one invocation at a time and stands still between them. */
export interface Instance {
  readonly pid: number;
  /** False once it has ended or was told to. */
  isAlive(): boolean;
  /** Gives it an event. It is free again when the outcome is there; after a stream, when its body is closed. */
  invoke(payload: Buffer): Promise<Outcome>;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  end(): void;
}

// Lambda allows ten seconds; a machine that does much else at the same time needs more.
const initTimeoutMs = 60_000;
const memoryCheckMs = 50;

interface Invocation {
  requestId: string;
  payload: Buffer;
  settle(outcome: Outcome): void;
  timer?: NodeJS.Timeout;
}

/**
 * Starts a process of a function and waits until its runtime asks for the first event. A process that cannot start, that does
 * not start in time, or that ends by itself is told as Lambda tells it.
 */
export async function startInstance(program: Program): Promise<Instance | FunctionError> {
  const { timeoutMs, memoryMb } = program;
  const started = Promise.withResolvers<FunctionError | undefined>();
  const gone = Promise.withResolvers<void>();
  let deliver: ((delivery: Delivery) => void) | undefined;
  let current: Invocation | undefined;
  let failure: FunctionError | undefined;
  let watch: NodeJS.Timeout | undefined;
  let overMemory = false;
  let over = false;

  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${program.name}`;
  const api = await startRuntimeApi(arn, {
    asks(next) {
      deliver = next;
      started.resolve(undefined);
      if (failure) settle({ kind: "failed", error: failure });
      if (current) begin(current);
      else signal("SIGSTOP");
    },
    answers: (payload) => settle({ kind: "done", payload }),
    // Told when it is known whether the process goes on: it asks again or it ends.
    fails(error) {
      failure = error;
    },
    failsToStart: (error) => started.resolve(error),
    streams(contentType, body) {
      body.once("close", () => {
        if (!body.complete) signal("SIGKILL");
        settle({ kind: "done", payload: Buffer.alloc(0) });
      });
      current?.settle({ kind: "stream", contentType, body });
    },
  });
  const child = spawn(process.execPath, [...program.args], {
    cwd: program.cwd,
    env: { ...program.env, AWS_LAMBDA_RUNTIME_API: api.address },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  passOn(child, program.write);
  child.once("error", (error) => started.resolve({ errorType: "Runtime.ExitError", errorMessage: error.message }));
  child.once("exit", (code, by) => {
    over = true;
    clearInterval(watch);
    api.close();
    const error = failure ?? exitError(current?.requestId ?? randomUUID(), code, by, overMemory);
    settle({ kind: "failed", error });
    started.resolve(error);
    gone.resolve();
  });

  function signal(name: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void {
    if (name === "SIGKILL") over = true;
    else if (process.platform === "win32") return;
    child.kill(name);
  }

  function begin(invocation: Invocation): void {
    const { requestId, payload } = invocation;
    const next = deliver;
    deliver = undefined;
    signal("SIGCONT");
    next?.({ requestId, payload, deadlineMs: Date.now() + timeoutMs });
    invocation.timer = setTimeout(() => {
      settle({ kind: "failed", error: timedOut(requestId, timeoutMs) });
      signal("SIGKILL");
    }, timeoutMs);
  }

  function settle(outcome: Outcome): void {
    clearTimeout(current?.timer);
    current?.settle(outcome);
    current = undefined;
    failure = undefined;
  }

  const late = setTimeout(() => started.resolve(timedOut(randomUUID(), initTimeoutMs)), initTimeoutMs);
  watch = setInterval(() => {
    if (deliver || residentMb(child.pid) <= memoryMb) return;
    overMemory = true;
    signal("SIGKILL");
  }, memoryCheckMs);
  const noStart = await started.promise;
  clearTimeout(late);
  if (noStart || child.pid === undefined) {
    signal("SIGKILL");
    api.close();
    return noStart ?? { errorType: "Runtime.ExitError", errorMessage: "The process could not be started." };
  }
  return {
    pid: child.pid,
    isAlive: () => !over,
    gone: gone.promise,
    end: () => signal("SIGKILL"),
    invoke(payload) {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      current = { requestId: randomUUID(), payload, settle: resolve };
      if (over) settle({ kind: "failed", error: exitError(current.requestId, null, "SIGKILL", overMemory) });
      else if (deliver) begin(current);
      return promise;
    },
  };
}

function passOn(child: ChildProcess, write: (line: string) => void): void {
  for (const output of [child.stdout, child.stderr]) if (output) createInterface(output).on("line", write);
}

const signalWords: Partial<Record<NodeJS.Signals, string>> = { SIGKILL: "killed", SIGABRT: "aborted" };

function exitError(
  requestId: string,
  code: number | null,
  by: NodeJS.Signals | null,
  overMemory: boolean,
): FunctionError {
  const how = by ? `with error: signal: ${signalWords[by] ?? by}` : `with error: exit status ${code}`;
  return {
    errorType: overMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${code === 0 ? "without providing a reason" : how}`,
  };
}
