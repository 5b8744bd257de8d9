import { join } from "node:path";
import type { Command } from "./managed-child.ts";
import { dataRoot, root } from "./paths.ts";

export type NodeCommandOptions = {
  args?: string[];
  /** Flags of Node itself. */
  flags?: string[];
};

/** Flags for a small server among many on one laptop: a small young generation keeps it near its working set. */
export const thriftyFlags = ["--max-semi-space-size=4"];

/**
 * A command that runs a script of the project with this Node.
 * @param env variables on top of those every program needs; the caller's other variables are not inherited
 */
export function nodeCommand(script: string, env: Record<string, string>, options: NodeCommandOptions = {}): Command {
  return {
    file: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", ...(options.flags ?? []), script, ...(options.args ?? [])],
    cwd: root,
    env: { ...inherited(), NODE_COMPILE_CACHE: join(dataRoot, "cache"), ...env },
  };
}

const inheritedNames = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "NO_COLOR", "FORCE_COLOR", "CI"];
const windowsNames = ["SystemRoot", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "ComSpec"];

function inherited(): Record<string, string> {
  const names = process.platform === "win32" ? [...inheritedNames, ...windowsNames] : inheritedNames;
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
