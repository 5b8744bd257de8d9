import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { LogFile } from "./log-file.ts";
import { processMark, signalProcess } from "./process-table.ts";

export type Command = {
  file: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** Run as this user instead (only possible as root). */
  uid?: number;
  gid?: number;
};

/** A process that the supervisor keeps alive. */
export type Service = {
  name: string;
  /** Work before every start: make data folders, clear stale locks, find the program. */
  prepare?: (progress: (text: string) => void) => Promise<void>;
  /** Asked after `prepare`, before every start. */
  command: () => Command;
  /** `line`: the process prints `ready <url>`; else a check that is asked until it says yes. */
  ready: "line" | (() => Promise<boolean>);
  /** Asked now and then once ready; three times no (or no answer) means that the process hangs and is restarted. */
  alive?: () => Promise<boolean>;
  /** Signal for an orderly end, default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  startTimeoutMs?: number;
};

export type Running = {
  pid: number;
  mark: string | undefined;
  signal: NodeJS.Signals;
  exited: Promise<string>;
};

const stopGraceMs = 10_000;
const pollMs = 25;
// Output may still be on its way through the pipe when the exit of a process is known.
const lastWordsMs = 50;

/**
 * Spawns the process of a service in its own process group and waits until it is ready.
 * @throws with the last lines of its log when it ends or stays silent before it is ready
 */
export async function launch(service: Service, log: LogFile, onSpawn: (running: Running) => void): Promise<Running> {
  const command = service.command();
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  });
  const exited = whenExited(child);
  const said = readyLine(child, log);
  if (child.pid === undefined) throw new Error(`${service.name} could not be started: ${await exited}.`);
  const running: Running = {
    pid: child.pid,
    mark: processMark(child.pid),
    signal: service.stopSignal ?? "SIGTERM",
    exited,
  };
  onSpawn(running);
  const timeoutMs = service.startTimeoutMs ?? 60_000;
  const abort = new AbortController();
  const outcome = await Promise.race([
    service.ready === "line" ? said.then(() => "ready" as const) : pollUntil(service.ready, abort.signal),
    exited.then((how) => `ended before it was ready (${how})`),
    delay(timeoutMs, `was not ready after ${timeoutMs / 1000} s`, { signal: abort.signal }).catch(() => "aborted"),
  ]);
  abort.abort();
  if (outcome === "ready") return running;
  await end(running);
  await delay(lastWordsMs);
  throw new Error([`${service.name} ${outcome}. Its log is ${log.path}`, ...log.tail()].join("\n    "));
}

/** Asks a running process to end, kills it after ten seconds, and sweeps up what is left of its group. */
export async function end(running: Running): Promise<void> {
  signalProcess(running.pid, running.signal);
  const abort = new AbortController();
  const timeout = delay(stopGraceMs, undefined, { signal: abort.signal }).catch(() => undefined);
  await Promise.race([running.exited, timeout]);
  abort.abort();
  killGroup(running.pid);
  await running.exited;
}

/** Kills what a dead leader left in its process group. */
export function killGroup(leader: number): void {
  signalProcess(process.platform === "win32" ? leader : -leader, "SIGKILL");
}

function whenExited(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}

function readyLine(child: ChildProcess, log: LogFile): Promise<void> {
  child.stderr?.on("data", (chunk: Buffer) => log.write(chunk));
  return new Promise((resolve) => {
    let start = "";
    let waiting = true;
    child.stdout?.on("data", (chunk: Buffer) => {
      log.write(chunk);
      if (!waiting) return;
      start += chunk.toString();
      if (!/^ready\b.*$/m.test(start)) return;
      waiting = false;
      start = "";
      resolve();
    });
  });
}

async function pollUntil(check: () => Promise<boolean>, signal: AbortSignal): Promise<"ready" | "aborted"> {
  while (!signal.aborted) {
    if (await check().catch(() => false)) return "ready";
    await delay(pollMs);
  }
  return "aborted";
}
