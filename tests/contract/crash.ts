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
  /** Writes one change after another and tells of each that was acknowledged; ends by failing once the server is gone. */
  write(url: string, acknowledged: () => void): Promise<unknown>;
  /** Compares what the server holds with what was acknowledged. */
  verify(url: string): Promise<void>;
}

/**
 * Starts a server on the same data again and again and kills it at a random moment, while changes are under way. A round without one
 * that was acknowledged proves nothing: the moment comes after the first.
 */
export async function surviveCrashes({ name, env, write, verify }: CrashSubject): Promise<void> {
  const dataDir = tempDir();
  for (let round = 0; round < crashRounds; round++) {
    const server = await spawnEmulator(name, dataDir, env);
    await verify(server.url);
    const { promise: begun, resolve: acknowledged } = Promise.withResolvers<void>();
    const writing = write(server.url, acknowledged);
    const ended = writing.then(() => Promise.reject(new Error("No change was acknowledged.")));
    await Promise.race([begun, ended]);
    await pause(Math.random() * killAfterMs);
    await server.end("SIGKILL");
    await writing.catch(() => undefined);
  }
  const last = await spawnEmulator(name, dataDir, env);
  await verify(last.url);
  await last.end("SIGTERM");
}
