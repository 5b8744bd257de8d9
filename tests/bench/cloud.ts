import { rmSync } from "node:fs";
import { join } from "node:path";
import { startStores } from "#localstack/cloud.ts";
import { acquireRun } from "#localstack/lock.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { dataRoot, root } from "#localstack/paths.ts";
import { freePorts } from "#localstack/ports.ts";
import { runScript } from "#localstack/run-script.ts";
import { loadSecrets } from "#localstack/secrets.ts";
import { createSupervisor } from "#localstack/supervisor.ts";
import type { TestCloud } from "#tests/support/cloud.ts";

const dataDir = join(dataRoot, "bench");
const folders = ["postgres", "redis", "mongo", "typesense", "qdrant", "s3", "smtp", "simulators", "site", "log"];

/**
 * Starts empty stores of their own on free ports and prepares them: schema, collections, catalogues.
 * @returns the environment of the product's processes, where it is, and `stop`, which ends all and removes the data
 * @throws when another benchmark runs
 */
export async function startBenchCloud(): Promise<TestCloud> {
  const claim = await acquireRun(dataDir);
  if ("other" in claim) throw new Error(`A benchmark runs already (process ${claim.other.pid}).`);
  const { lock } = claim;
  const logDir = join(dataDir, "log");
  removeData();
  const supervisor = createSupervisor({
    logDir,
    report: () => undefined,
    record: (children) => lock.update({ children }),
  });
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    removeData();
    lock.release();
  };
  try {
    const secrets = loadSecrets(dataDir);
    const ports = await freePorts();
    const { env, masterUrl } = await startStores({ dataDir, ports, secrets, supervisor, given: {} });
    const command = nodeCommand(join(root, "tests/support/prepare.ts"), { ...env, MASTER_DATABASE_URL: masterUrl });
    await runScript({ name: "prepare", logDir, command });
    return { ports, dataDir, env: { ...env, LOG_LEVEL: "error", RATE_LIMIT_FACTOR: "1000000" }, stop };
  } catch (error) {
    await supervisor.stop();
    lock.release();
    throw error;
  }
}

function removeData(): void {
  for (const folder of folders) rmSync(join(dataDir, folder), { recursive: true, force: true });
}
