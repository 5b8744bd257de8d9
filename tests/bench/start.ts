import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { memoryOf } from "#localstack/console/memory.ts";
import { findRun } from "#localstack/lock.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { environmentDir, root } from "#localstack/paths.ts";
import { freePorts, type PortName, type Ports, portVariable } from "#localstack/ports.ts";
import { removeDataDir } from "#localstack/services/postgres-files.ts";
import { number, type Row } from "./measure.ts";

export const title =
  "npm start of the whole local cloud, with data of an earlier start, until it answers; its memory when idle";

const name = "bench-start";
const dir = environmentDir(name);
const pollMs = 20;
const idle = { sampleMs: 2_000, samples: 8, drift: 0.02, most: 60 };

/** The first start makes the data, and the portals where they are not built; it counts nothing. */
export async function measure(): Promise<Row[]> {
  removeData();
  const ports = await freePorts();
  const rows: Row[] = [];
  try {
    await started(ports, async ({ pid }) => void (await idleMb(pid)));
    await started(ports, async ({ pid, apiMs, portalMs }) => {
      const row = (what: string, ours: string, reach: string): Row => {
        return { what, size: "whole cloud", ours, other: "-", ratio: "-", reach };
      };
      rows.push(
        row("readyz of the API", `${number(apiMs / 1_000)} s`, "-"),
        row("page of a portal", `${number(portalMs / 1_000)} s`, "-"),
        row("both", `${number(Math.max(apiMs, portalMs) / 1_000)} s`, "<= 10 s"),
        row("memory when idle", `${number(await idleMb(pid))} MB`, "<= 1,500 MB"),
      );
    });
  } finally {
    removeData();
  }
  return rows;
}

interface Started {
  pid: number;
  apiMs: number;
  portalMs: number;
}

/** Starts all, hands over how long it took, and stops all. */
async function started(ports: Ports, work: (started: Started) => Promise<void>): Promise<void> {
  const own = Object.fromEntries(
    Object.entries(ports).map(([port, to]) => [portVariable(port as PortName), String(to)]),
  );
  const { env } = nodeCommand("", { ...own, LEADMETRICS_ENV: name });
  const startedMs = performance.now();
  const child = spawn("npm", ["start"], { cwd: root, env, stdio: "ignore", shell: process.platform === "win32" });
  try {
    const [apiMs, portalMs] = await Promise.all([
      answered(`http://127.0.0.1:${ports.api}/readyz`, startedMs, child),
      answered(`http://127.0.0.1:${ports.dashboard}/login`, startedMs, child),
    ]);
    await work({ pid: child.pid ?? 0, apiMs, portalMs });
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const run = findRun(dir);
    if (run) process.kill(run.pid, "SIGTERM");
    if (child.exitCode === null) await ended;
  }
}

/** Milliseconds from `startedMs` to the first good answer. */
async function answered(url: string, startedMs: number, child: ChildProcess): Promise<number> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return performance.now() - startedMs;
    await delay(pollMs);
  }
  throw new Error(`npm start ended with ${child.exitCode}. Its logs are in ${join(dir, "log")}`);
}

/** Memory of a process and all below it, once it stays the same for a while. */
async function idleMb(pid: number): Promise<number> {
  const seen: number[] = [];
  while (seen.length < idle.most) {
    await delay(idle.sampleMs);
    seen.push(memoryOf([pid]).get(pid) ?? 0);
    const last = seen.slice(-idle.samples);
    const [least, most] = [Math.min(...last), Math.max(...last)];
    if (last.length === idle.samples && most - least <= most * idle.drift) break;
  }
  return seen.at(-1) ?? Number.NaN;
}

function removeData(): void {
  removeDataDir(join(dir, "postgres"));
  rmSync(dir, { recursive: true, force: true });
}
