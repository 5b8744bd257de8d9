import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * A mark that only this run of this process id has (boot and start time), so that a recycled id is never mistaken for it.
 * Undefined when the process is gone, a zombie, or the platform does not tell.
 */
export function processMark(pid: number): string | undefined {
  if (process.platform === "linux") return linuxMark(pid);
  if (process.platform === "win32") return undefined;
  const started = ps(pid, "lstart=");
  return started === "" ? undefined : started;
}

/** Whether the process with this mark still runs. */
export function isSameProcess(pid: number, mark: string | undefined): boolean {
  return mark !== undefined && processMark(pid) === mark;
}

/** The command line of a process, undefined when it is gone or not readable. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === "linux") {
    const raw = readOrUndefined(`/proc/${pid}/cmdline`);
    return raw?.replaceAll("\0", " ").trim() || undefined;
  }
  return process.platform === "win32" ? undefined : ps(pid, "command=") || undefined;
}

/** Sends a signal to a process id (or, negative, to a group); true if somebody was there to get it. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Asks a process to end and kills it after `graceMs`; returns when it is gone. */
export async function endProcess(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const mark = processMark(pid);
  signalProcess(pid, signal);
  const deadline = Date.now() + graceMs;
  while (isSameProcess(pid, mark) && Date.now() < deadline) await delay(25);
  if (!isSameProcess(pid, mark)) return;
  signalProcess(pid, "SIGKILL");
  while (isSameProcess(pid, mark)) await delay(25);
}

function linuxMark(pid: number): string | undefined {
  const [state, ...fields] = statOf(pid);
  const startTicks = fields[18];
  if (state === "Z" || state === "X" || startTicks === undefined) return undefined;
  bootId ??= readOrUndefined("/proc/sys/kernel/random/boot_id")?.trim() ?? "boot";
  return `${bootId}/${startTicks}`;
}

/** What Linux tells of a process, its state first and its parent second (proc(5)); nothing when it is gone. */
export function statOf(pid: number): string[] {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  // The program name before the state is in brackets and may itself hold blanks and brackets.
  return stat === undefined ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

let bootId: string | undefined;

/** The text of a file; undefined when it cannot be read. */
export function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "";
  }
}
