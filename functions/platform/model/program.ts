import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

const graceMs = 1_000;
const complaintMax = 8_192;

/** A program at work, in a process group of its own. */
export interface Program {
  /** Its output line by line. @throws OutputTooLong past the bound; the program's own failure to start */
  lines(): AsyncIterable<string>;
  /** How it ended. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** The end of what it wrote as errors. */
  complaint(): string;
  /** Ends it and whatever it started: politely, and after a second for good. */
  stop(): Promise<void>;
}

export interface ProgramOrder {
  command: string;
  args: readonly string[];
  /** The whole environment: nothing of ours is inherited. */
  env: Record<string, string>;
  cwd: string;
  input: string;
  outputMaxBytes: number;
  signal: AbortSignal;
}

/** A program that says more than anybody asked for. */
export class OutputTooLong extends Error {
  constructor(bytes: number) {
    super(`The program wrote more than ${bytes} bytes.`);
    this.name = "OutputTooLong";
  }
}

/** Starts a program and gives it its input. When the signal aborts, its output ends and so does it. */
export function startProgram(order: ProgramOrder): Program {
  const { command, args, env, cwd, signal } = order;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: "pipe" });
  const start = once(child, "spawn");
  start.catch(() => undefined);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-complaintMax);
  });
  // It may end without having read everything; how it ended says more than the broken pipe.
  child.stdin.on("error", () => undefined).end(order.input);
  const stop = () => end(child);
  const abort = () => void stop();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  return {
    async *lines() {
      await start;
      yield* linesOf(child, order.outputMaxBytes);
    },
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      return { code: child.exitCode, signal: child.signalCode };
    },
    complaint: () => complaint.trim(),
    async stop() {
      signal.removeEventListener("abort", abort);
      await stop();
    },
  };
}

async function* linesOf({ stdout }: ChildProcessWithoutNullStreams, bytesMax: number): AsyncIterable<string> {
  let rest = "";
  let bytes = 0;
  for await (const chunk of stdout.setEncoding("utf8") as AsyncIterable<string>) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > bytesMax) throw new OutputTooLong(bytesMax);
    const pieces = (rest + chunk).split("\n");
    rest = pieces.pop() ?? "";
    yield* pieces;
  }
  if (rest) yield rest;
}

// The group outlives its leader: what the program started is ended also when the program itself is gone.
async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  if (!isOver()) {
    signalGroup(pid, "SIGTERM");
    const patience = AbortSignal.timeout(graceMs);
    if (!isOver()) await once(child, "exit", { signal: patience }).catch(() => undefined);
  }
  signalGroup(pid, "SIGKILL");
  child.stdout.destroy();
  child.stderr.destroy();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
