import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { toolsDir } from "../paths.ts";

/** A Redis-compatible server program and the folders its shared libraries are in. */
export type RedisProgram = { file: string; libraries: string[] };

const run = promisify(execFile);
const versionMin = [6, 2] as const;
const aptTimeoutMs = 120_000;
const unpackedDir = join(toolsDir, "redis");

/**
 * A redis-server or valkey-server of version 6.2 or later on PATH, undefined if there is none.
 */
export async function installedRedis(): Promise<RedisProgram | undefined> {
  for (const name of ["redis-server", "valkey-server"]) {
    const file = onPath(name);
    if (file && (await isUsable({ file, libraries: [] }))) return { file, libraries: [] };
  }
  return undefined;
}

/**
 * The server unpacked from the packages of Debian or its relatives into `.data/tools`, downloaded the first time.
 * Nothing is installed into the system and no root is needed. Undefined where there is no apt.
 * @throws if the download fails
 */
export async function unpackedRedis(progress: (text: string) => void): Promise<RedisProgram | undefined> {
  const existing = programIn(unpackedDir);
  if (existing && (await isUsable(existing))) return existing;
  if (!(onPath("apt-get") && onPath("dpkg-deb"))) return undefined;
  const draft = `${unpackedDir}.${process.pid}`;
  mkdirSync(join(draft, "packages"), { recursive: true });
  try {
    await downloadPackages(join(draft, "packages"), progress);
    progress("unpacking the Redis packages");
    for (const name of readdirSync(join(draft, "packages"))) {
      await run("dpkg-deb", ["-x", join(draft, "packages", name), join(draft, "root")]);
    }
    rmSync(join(draft, "packages"), { recursive: true });
    const unpacked = programIn(draft);
    if (!unpacked || !(await isUsable(unpacked))) throw new Error("the unpacked Redis does not run on this system");
    rmSync(unpackedDir, { recursive: true, force: true });
    renameSync(draft, unpackedDir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return programIn(unpackedDir);
}

async function downloadPackages(dir: string, progress: (text: string) => void): Promise<void> {
  progress("downloading Redis from the system's package source");
  try {
    await download(dir, []);
  } catch {
    // The system's package lists are missing or out of date; private ones need no root.
    progress("reading the system's package lists");
    const lists = join(toolsDir, "apt");
    for (const part of ["lists/partial", "cache/archives/partial"]) mkdirSync(join(lists, part), { recursive: true });
    const own = ["-o", `Dir::State::Lists=${join(lists, "lists")}`, "-o", `Dir::Cache=${join(lists, "cache")}`];
    await apt([...own, "update"]);
    await download(dir, own);
  }
}

async function download(dir: string, options: string[]): Promise<void> {
  const simulated = await apt([...options, "--simulate", "--no-install-recommends", "install", "redis-server"]);
  const missing = [...simulated.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => (name ? [name] : []));
  const server = missing.length > 0 ? missing : ["redis-server", "redis-tools"];
  await apt([...options, "download", ...server], dir);
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

function programIn(dir: string): RedisProgram | undefined {
  const base = join(dir, "root");
  const file = ["redis-server", "valkey-server"].map((name) => join(base, "usr/bin", name)).find(existsSync);
  if (!file) return undefined;
  const libraries = ["usr/lib", "lib"].flatMap((part) => {
    const path = join(base, part);
    if (!existsSync(path)) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /-linux-/.test(entry.name))
      .map((entry) => join(path, entry.name));
  });
  return { file, libraries };
}

/** The environment in which a program finds its libraries. */
export function programEnv({ libraries }: RedisProgram): Record<string, string> {
  const path = { PATH: process.env["PATH"] ?? "" };
  return libraries.length === 0 ? path : { ...path, LD_LIBRARY_PATH: libraries.join(":") };
}

async function isUsable(program: RedisProgram): Promise<boolean> {
  try {
    const { stdout } = await run(program.file, ["--version"], { env: programEnv(program), timeout: 5_000 });
    const [, major, minor] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
    const version = Number(major) * 1_000 + Number(minor);
    return version >= versionMin[0] * 1_000 + versionMin[1];
  } catch {
    return false;
  }
}

function onPath(name: string): string | undefined {
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
