import { execFile } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolsDir } from "../paths.ts";
import { hasPackages, onPath, unpack } from "./debian.ts";

/** A Redis-compatible server program and the folders its shared libraries are in. */
export type RedisProgram = { file: string; libraries: string[] };

const run = promisify(execFile);
const versionMin = [6, 2] as const;
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
  if (!hasPackages()) return undefined;
  const draft = `${unpackedDir}.${process.pid}`;
  try {
    await unpack(join(draft, "root"), ["redis-server", "redis-tools"], progress);
    const unpacked = programIn(draft);
    if (!unpacked || !(await isUsable(unpacked))) throw new Error("the unpacked Redis does not run on this system");
    rmSync(unpackedDir, { recursive: true, force: true });
    renameSync(draft, unpackedDir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return programIn(unpackedDir);
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
