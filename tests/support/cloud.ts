import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startStores } from "#localstack/cloud.ts";
import { databaseSuperuserUrl, rolePasswords } from "#localstack/environment.ts";
import { acquireRun, type RunLock } from "#localstack/lock.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { dataRoot } from "#localstack/paths.ts";
import { freePorts, type Ports } from "#localstack/ports.ts";
import { runScript } from "#localstack/run-script.ts";
import { loadSecrets } from "#localstack/secrets.ts";
import { prepareRoles } from "#localstack/services/postgres-roles.ts";
import { createSupervisor } from "#localstack/supervisor.ts";

export interface TestCloud {
  env: Record<string, string>;
  ports: Ports;
  dataDir: string;
  stop(): Promise<void>;
}

/** Everything but the database cluster, which takes seconds to make and is emptied instead. */
const emptied = ["redis", "mongo", "typesense", "qdrant", "s3", "smtp", "simulators", "log"];

/**
 * Starts stores of their own for one test run: free ports, a folder that no other run uses at the same time, an empty and
 * migrated database. Stores of the caller's environment are never touched.
 */
export async function startTestCloud(): Promise<TestCloud> {
  const { dataDir, lock } = await takeFolder();
  for (const name of emptied) rmSync(join(dataDir, name), { recursive: true, force: true });
  const secrets = loadSecrets(dataDir);
  const ports = await freePorts();
  const supervisor = createSupervisor({
    logDir: join(dataDir, "log"),
    report: () => undefined,
    record: (children) => lock.update({ children }),
  });
  const { env, stop } = await startStores({ dataDir, ports, secrets, supervisor, given: {}, isThrowaway: true });
  const superuser = databaseSuperuserUrl(ports, secrets, {});
  try {
    await dropDatabase(superuser);
    await prepareRoles(superuser, rolePasswords(secrets));
    const command = nodeCommand(join(import.meta.dirname, "prepare.ts"), {
      ...env,
      MASTER_DATABASE_URL: superuser,
    });
    await runScript({ name: "prepare", logDir: join(dataDir, "log"), command });
  } catch (error) {
    await stop();
    lock.release();
    throw error;
  }
  return {
    env: { ...env, MASTER_DATABASE_URL: superuser, LOG_LEVEL: "error", RATE_LIMIT_FACTOR: "1000" },
    ports,
    dataDir,
    stop: async () => {
      await stop();
      lock.release();
    },
  };
}

async function takeFolder(): Promise<{ dataDir: string; lock: RunLock }> {
  for (let number = 1; ; number++) {
    const dataDir = join(dataRoot, number === 1 ? "test" : `test-${number}`);
    const claim = await acquireRun(dataDir);
    if ("lock" in claim) return { dataDir, lock: claim.lock };
  }
}

async function dropDatabase(superuserUrl: string): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query("drop database if exists leadmetrics with (force)");
  await client.end();
}
