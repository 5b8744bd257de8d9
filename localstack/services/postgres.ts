import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Command, Service } from "../managed-child.ts";
import { commandLine, endProcess } from "../process-table.ts";
import { createSupervisor } from "../supervisor.ts";
import { giveToServer, installedServer, reachableDataDir, serverUser } from "./postgres-files.ts";

export type PostgresOptions = {
  port: number;
  /** Folder of the cluster; created on the first start. */
  dataDir: string;
  /** Password of the superuser `postgres`, set when the cluster is created. */
  password: string;
  /** Data of one test run: what was committed outlives a killed server as always, but not a crash of the machine. */
  isThrowaway?: boolean;
};

const run = promisify(execFile);
const programs = process.platform === "win32" ? ".exe" : "";

// A laptop's share of memory; durability as in production, but where nobody needs the data after a power cut.
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "128MB",
  max_connections: "200",
  fsync: "on",
  synchronous_commit: "on",
  max_wal_size: "512MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};
const hasty = { fsync: "off", full_page_writes: "off" };

/** PostgreSQL as a supervised process. */
export function postgresService(options: PostgresOptions): Service {
  let native = "";
  let dataDir = options.dataDir;
  return {
    name: "postgres",
    async prepare(progress) {
      native = installedServer();
      dataDir = reachableDataDir(options.dataDir);
      if (!existsSync(join(dataDir, "PG_VERSION"))) {
        progress("creating the database cluster");
        await createCluster(native, dataDir, options.password);
      }
      giveToServer(dataDir);
      await stopLeftover(dataDir);
    },
    command: () => ({
      ...program(native, "postgres", dataDir),
      args: [
        "-D",
        dataDir,
        "-p",
        String(options.port),
        ...Object.entries(options.isThrowaway ? { ...settings, ...hasty } : settings).flatMap(([name, value]) => [
          "-c",
          `${name}=${value}`,
        ]),
      ],
    }),
    ready: () => Promise.resolve(/^ready\s*$/m.test(readPidFile(dataDir)[7] ?? "")),
    // Fast shutdown: ends sessions instead of waiting for them.
    stopSignal: "SIGINT",
  };
}

/** URL of the superuser of the embedded server. */
export function superuserUrl(options: { port: number; password: string }): string {
  return `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/leadmetrics`;
}

/**
 * Starts PostgreSQL alone, supervised: it is restarted if it dies, until `stop` is called.
 * @returns `url` of the superuser, `pid()` of the server process now
 * @throws if it cannot start
 */
export async function startPostgres(
  options: PostgresOptions & { log?: (line: string) => void },
): Promise<{ url: string; pid: () => number | undefined; stop: () => Promise<void> }> {
  const supervisor = createSupervisor({
    logDir: join(dirname(options.dataDir), "log"),
    report: (event) => options.log?.(`${event.service}: ${event.kind}`),
  });
  try {
    await supervisor.start([postgresService(options)]);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { url: superuserUrl(options), pid: () => supervisor.children()[0]?.pid, stop: supervisor.stop };
}

/** Made beside its place and moved there when complete, so that an interrupted first start leaves nothing half made. */
async function createCluster(native: string, dataDir: string, password: string): Promise<void> {
  const draft = `${dataDir}.draft`;
  const passwordFile = `${dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  giveToServer(draft);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveToServer(passwordFile);
  try {
    const { file, env, cwd, uid, gid } = program(native, "initdb", draft);
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const access = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    await run(file, ["-D", draft, ...locale, ...access, "--no-instructions"], { env, cwd, uid, gid });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`initdb failed: ${(stderr ?? (error as Error).message).trim()}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(draft, dataDir);
  chmodSync(dataDir, 0o700);
}

function program(native: string, name: string, cwd: string): Command & { env: Record<string, string> } {
  const lib = join(native, "lib");
  return {
    file: join(native, "bin", `${name}${programs}`),
    args: [],
    cwd,
    env: {
      ...(process.platform === "win32" ? (process.env as Record<string, string>) : {}),
      PATH: process.env["PATH"] ?? "",
      LC_ALL: "C",
      LD_LIBRARY_PATH: lib,
      DYLD_LIBRARY_PATH: lib,
    },
    ...serverUser(),
  };
}

/** Ends a server that a crashed start left on this data, and removes the pid file of one that is gone. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pid = Number(readPidFile(dataDir)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const command = commandLine(pid);
  const ours = command !== undefined && /postgres/.test(command) && command.includes(dataDir);
  if (ours) await endProcess(pid, "SIGINT", 10_000);
  rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

function readPidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}
