import { spawn } from "node:child_process";
import { openLog } from "./log-file.ts";
import type { Command } from "./managed-child.ts";

export type ScriptOptions = {
  /** Name of its log in `logDir`. */
  name: string;
  logDir: string;
  command: Command;
  /** Told the last line of output, for a progress display. */
  progress?: (text: string) => void;
  signal?: AbortSignal;
};

/**
 * Runs a command to its end, its output in a log.
 * @throws with the last lines of the output if it fails
 */
export async function runScript({ name, logDir, command, progress, signal }: ScriptOptions): Promise<void> {
  const log = openLog(logDir, name);
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    ...(signal ? { signal } : {}),
  });
  const onData = (chunk: Buffer): void => {
    log.write(chunk);
    const last = log.tail().at(-1);
    if (last) progress?.(last.trim().slice(0, 60));
  };
  child.stdout.on("data", onData);
  child.stderr.on("data", onData);
  const how = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, by) => resolve(code === 0 ? undefined : by ? `signal ${by}` : `exit code ${code}`));
  });
  log.close();
  if (how !== undefined) {
    throw new Error([`${name} failed (${how}). Its log is ${log.path}`, ...log.tail()].join("\n    "));
  }
}
