import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoginUrls } from "#platform/database-roles.ts";
import { freePorts } from "./ports.ts";
import { startPostgres } from "./services/postgres.ts";
import { prepareRoles } from "./services/postgres-roles.ts";

/** A running server of its own with an empty database, and the URL of each role. */
export interface ScratchDatabase {
  dir: string;
  urls: LoginUrls & { superuser: string };
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL in a temporary folder; `stop` ends it and removes every trace. */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const dir = mkdtempSync(join(tmpdir(), "leadmetrics-scratch-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const { postgres: port } = await freePorts();
    const server = await startPostgres({
      port,
      dataDir: join(dir, "postgres"),
      password: "scratch",
      isThrowaway: true,
    });
    const passwords = { migrator: "scratch", app: "scratch", platform: "scratch", auth: "scratch" };
    const stop = () => server.stop().finally(remove);
    try {
      const roles = await prepareRoles(server.url, passwords);
      return { dir, urls: { ...roles, superuser: server.url }, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}
