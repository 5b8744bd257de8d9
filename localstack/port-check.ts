import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { type PortName, type Ports, portVariable } from "./ports.ts";
import { commandLine } from "./process-table.ts";

/**
 * One sentence per port that another program holds: which port, who holds it where that can be found out, and the
 * variable that moves it. Empty when all are free.
 */
export async function takenPorts(ports: Ports, wanted: readonly PortName[]): Promise<string[]> {
  const checks = wanted.map(async (name) => {
    if (await isFree(ports[name])) return undefined;
    const owner = await portOwner(ports[name]);
    const who = owner ? `process ${owner.pid} (${owner.command})` : "another program";
    return `Port ${ports[name]} for ${name} is taken by ${who}. Stop it, or set ${portVariable(name)} to a free port.`;
  });
  return (await Promise.all(checks)).filter((sentence) => sentence !== undefined);
}

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function portOwner(port: number): Promise<{ pid: number; command: string } | undefined> {
  const pid = process.platform === "linux" ? linuxOwner(port) : await lsofOwner(port);
  if (pid === undefined) return undefined;
  return { pid, command: shorten(commandLine(pid) ?? "unknown") };
}

function shorten(command: string): string {
  return command.length > 80 ? `${command.slice(0, 77)}...` : command;
}

const listening = "0A";

function linuxOwner(port: number): number | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readLines(table)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hexPort}`) && fields[3] === listening && fields[9])
        inodes.add(`socket:[${fields[9]}]`);
    }
  }
  if (inodes.size === 0) return undefined;
  return entries("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => entries(`/proc/${pid}/fd`).some((fd) => inodes.has(linkTarget(`/proc/${pid}/fd/${fd}`))));
}

function lsofOwner(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"], (error, stdout) => {
      const pid = Number.parseInt(stdout, 10);
      resolve(error || Number.isNaN(pid) ? undefined : pid);
    });
  });
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
