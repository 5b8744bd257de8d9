import { setTimeout as pause } from "node:timers/promises";
import { spawnEmulator, tempDir } from "./emulator.ts";

/** How often a crash suite kills its server. */
export const crashRounds = Number(process.env["CRASH_ROUNDS"] ?? 8);

const killAfterMs = 120;

/** An embedded server that is killed while it is written to. */
export interface CrashSubject {
  /** Name of the server in `localstack/services`. */
  name: string;
  env?: Record<string, string>;
  /** Writes one change after another and notes what was acknowledged; ends by failing once the server is gone. */
  write(url: string): Promise<unknown>;
  /** Compares what the server holds with what was acknowledged. */
  verify(url: string): Promise<void>;
}

/** Starts a server on the same data again and again and kills it at a random moment, while changes are under way. */
export async function surviveCrashes({ name, env, write, verify }: CrashSubject): Promise<void> {
  const dataDir = tempDir();
  for (let round = 0; round < crashRounds; round++) {
    const server = await spawnEmulator(name, dataDir, env);
    await verify(server.url);
    const writing = write(server.url).catch(() => undefined);
    await pause(Math.random() * killAfterMs);
    await server.end("SIGKILL");
    await writing;
  }
  const last = await spawnEmulator(name, dataDir, env);
  await verify(last.url);
  await last.end("SIGTERM");
}
