import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcess, isSameProcess, processMark, signalProcess } from "./process-table.ts";
import type { ChildRecord } from "./supervisor.ts";

/** What `.data/<env>/run.json` says about the running copy. */
export type Run = {
  pid: number;
  mark: string | undefined;
  startedAt: string;
  state: "starting" | "ready";
  urls: Record<string, string>;
  children: ChildRecord[];
};

export type RunLock = {
  update: (change: Partial<Pick<Run, "state" | "urls" | "children">>) => void;
  release: () => void;
};

const leftoverGraceMs = 10_000;

/** The copy that runs in this environment now, undefined if none. */
export function findRun(dir: string): Run | undefined {
  const run = readRun(dir);
  return run && isSameProcess(run.pid, run.mark) ? run : undefined;
}

/**
 * Makes this process the only one of the environment, after ending what a crashed one left running.
 * @returns the other copy if there is one already
 */
export async function acquireRun(dir: string): Promise<{ lock: RunLock } | { other: Run }> {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "run.json");
  const run: Run = {
    pid: process.pid,
    mark: processMark(process.pid),
    startedAt: new Date().toISOString(),
    state: "starting",
    urls: {},
    children: [],
  };
  while (!createExclusively(path, run)) {
    const other = readRun(dir);
    if (other && isSameProcess(other.pid, other.mark)) return { other };
    if (other) await endLeftovers(other.children);
    // Whoever waited for the same leftovers may have taken the place meanwhile.
    const left = readRun(dir);
    if (left?.pid === other?.pid && left?.mark === other?.mark) rmSync(path, { force: true });
  }
  return {
    lock: {
      update(change) {
        Object.assign(run, change);
        writeFileSync(`${path}.tmp`, JSON.stringify(run, undefined, 2));
        renameSync(`${path}.tmp`, path);
      },
      release: () => rmSync(path, { force: true }),
    },
  };
}

async function endLeftovers(children: readonly ChildRecord[]): Promise<void> {
  await Promise.all(
    children.map(async ({ pid, mark, signal }) => {
      if (!isSameProcess(pid, mark)) return;
      await endProcess(pid, signal, leftoverGraceMs);
      if (process.platform !== "win32") signalProcess(-pid, "SIGKILL");
    }),
  );
}

/** A hard link appears complete or not at all, so nobody reads a half-written file. */
function createExclusively(path: string, run: Run): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(run, undefined, 2), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readRun(dir: string): Run | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, "run.json"), "utf8")) as Run;
  } catch {
    return undefined;
  }
}
