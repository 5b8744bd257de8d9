import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Service } from "../managed-child.ts";
import { nodeCommand } from "../node-command.ts";
import { createSupervisor } from "../supervisor.ts";
import { installedRedis, programEnv, type RedisProgram, unpackedRedis } from "./redis-program.ts";

/** `installed`: on PATH; `unpacked`: from the system's packages; `script`: the server written in JavaScript. */
export type RedisFlavour = "installed" | "unpacked" | "script";

export type RedisOptions = {
  port: number;
  dataDir: string;
  /** Only this kind instead of the best there is. */
  flavour?: RedisFlavour;
};

const scriptServer = join(dirname(fileURLToPath(import.meta.url)), "redis-script.ts");

/** Redis as a supervised process: the best server that this machine has or can get. */
export function redisService(options: RedisOptions): Service {
  let program: RedisProgram | undefined;
  let known = false;
  return {
    name: "redis",
    async prepare(progress) {
      mkdirSync(options.dataDir, { recursive: true });
      if (!known) program = await findProgram(options.flavour, progress);
      known = true;
    },
    command: () => {
      if (!program) {
        return nodeCommand(scriptServer, { PORT: String(options.port), DATA_DIR: options.dataDir });
      }
      return { file: program.file, args: serverArguments(options), env: programEnv(program), cwd: options.dataDir };
    },
    // Not before its files are read: until then it answers every command with an error.
    ready: () => isLoaded(options.port),
  };
}

/**
 * Starts Redis alone, supervised: it is restarted if it dies, until `stop` is called.
 * @throws if it cannot start
 */
export async function startRedis(
  options: RedisOptions & { log?: (line: string) => void },
): Promise<{ url: string; pid: () => number | undefined; stop: () => Promise<void> }> {
  const supervisor = createSupervisor({
    logDir: join(dirname(options.dataDir), "log"),
    report: (event) => options.log?.(`${event.service}: ${event.kind === "progress" ? event.text : event.kind}`),
  });
  try {
    await supervisor.start([redisService(options)]);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${options.port}`,
    pid: () => supervisor.children()[0]?.pid,
    stop: supervisor.stop,
  };
}

async function findProgram(
  flavour: RedisFlavour | undefined,
  progress: (text: string) => void,
): Promise<RedisProgram | undefined> {
  if (flavour === "script") return undefined;
  const installed = flavour === "unpacked" ? undefined : await installedRedis();
  if (installed) return installed;
  if (flavour === "installed") throw new Error("No redis-server or valkey-server 6.2 or later is on PATH.");
  try {
    const unpacked = await unpackedRedis(progress);
    if (unpacked || flavour === undefined) return unpacked;
    throw new Error("This system has no apt-get and dpkg-deb.");
  } catch (error) {
    if (flavour) throw error;
    progress("Redis could not be downloaded; using the slower one written in JavaScript");
    return undefined;
  }
}

function serverArguments({ port, dataDir }: RedisOptions): string[] {
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: dataDir,
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
    "maxmemory-policy": "noeviction",
    daemonize: "no",
    loglevel: "notice",
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

function isLoaded(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (loaded: boolean): void => {
      socket.destroy();
      resolve(loaded);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once("error", () => answer(false));
    socket.once("data", (chunk) => answer(chunk.toString().startsWith("+PONG")));
    socket.write("PING\r\n");
  });
}
