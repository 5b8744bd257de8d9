import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { toolsDir } from "../paths.ts";

const run = promisify(execFile);
const aptTimeoutMs = 120_000;

/** Whether this system can download and unpack packages of Debian or its relatives. */
export const hasPackages = (): boolean => onPath("apt-get") !== undefined && onPath("dpkg-deb") !== undefined;

/**
 * Unpacks packages of the system's source into a folder, with what of their dependencies the system lacks. Nothing is installed
 * and no root is needed.
 * @throws if the download fails
 */
export async function unpack(
  dir: string,
  names: readonly [string, ...string[]],
  progress: (text: string) => void,
): Promise<void> {
  const packages = `${dir}.packages`;
  mkdirSync(packages, { recursive: true });
  mkdirSync(dir, { recursive: true });
  try {
    await fetchAll(packages, names, progress);
    progress(`unpacking ${names[0]}`);
    for (const name of readdirSync(packages)) await run("dpkg-deb", ["-x", join(packages, name), dir]);
  } finally {
    rmSync(packages, { recursive: true, force: true });
  }
}

/** The file of a program that can be started, by its name. */
export function onPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function fetchAll(dir: string, names: readonly [string, ...string[]], progress: (text: string) => void) {
  progress(`downloading ${names[0]} from the system's package source`);
  try {
    await download(dir, names, []);
  } catch {
    // The system's package lists are missing or out of date; private ones need no root.
    progress("reading the system's package lists");
    const lists = join(toolsDir, "apt");
    for (const part of ["lists/partial", "cache/archives/partial"]) mkdirSync(join(lists, part), { recursive: true });
    const own = ["-o", `Dir::State::Lists=${join(lists, "lists")}`, "-o", `Dir::Cache=${join(lists, "cache")}`];
    await apt([...own, "update"]);
    await download(dir, names, own);
  }
}

async function download(dir: string, names: readonly [string, ...string[]], options: string[]): Promise<void> {
  const simulated = await apt([...options, "--simulate", "--no-install-recommends", "install", names[0]]);
  const missing = [...simulated.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => (name ? [name] : []));
  await apt([...options, "download", ...(missing.length > 0 ? missing : names)], dir);
}

async function apt(args: string[], cwd?: string): Promise<string> {
  // As root, apt would hand the download to a user that may not enter our folder.
  const env = { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  const { stdout } = await run("apt-get", ["-q", "-o", "APT::Sandbox::User=root", ...args], {
    env,
    timeout: aptTimeoutMs,
    ...(cwd ? { cwd } : {}),
  });
  return stdout;
}
