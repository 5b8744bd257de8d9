import { join } from "node:path";
import { parseArgs } from "node:util";
import { portals } from "#schema/portals.ts";
import { buildPortal, stalePortals } from "./build.ts";
import { findObstacles } from "./checks.ts";
import { startStores } from "./cloud.ts";
import { buildEnvironment, externalStores, withoutSecrets } from "./environment.ts";
import { acquireRun, type RunLock } from "./lock.ts";
import { nodeCommand } from "./node-command.ts";
import { environmentDir, root } from "./paths.ts";
import { type Ports, resolvePorts } from "./ports.ts";
import { prepareData } from "./prepare-data.ts";
import { productProcesses } from "./processes.ts";
import { runScript } from "./run-script.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { endOnSignals } from "./signals.ts";
import { printLogins, printUrls, publicUrls, reportRunning } from "./summary.ts";
import { createSupervisor, type Supervisor, type SupervisorEvent } from "./supervisor.ts";
import { fail, line, seconds, type Task, task, warn } from "./terminal.ts";

/** Everything one start needs to know. */
type Start = {
  dev: boolean;
  dataDir: string;
  logDir: string;
  ports: Ports;
  secrets: Secrets;
  env: Record<string, string>;
  supervisor: Supervisor;
  signal: AbortSignal;
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dev: { type: "boolean" }, "print-env": { type: "boolean" } } });
  const dataDir = environmentDir();
  const ports = resolvePorts();
  if (values["print-env"]) {
    printEnvironment(ports, dataDir);
    return;
  }
  if (reportRunning(dataDir)) return;
  const claim = await acquireRun(dataDir);
  if ("lock" in claim) await run(claim.lock, { dataDir, ports, dev: values.dev === true });
  else reportRunning(dataDir);
}

async function run(lock: RunLock, options: { dataDir: string; ports: Ports; dev: boolean }): Promise<void> {
  const { dataDir, ports } = options;
  const started = Date.now();
  const logDir = `${dataDir}/log`;
  const supervisor = createSupervisor({ logDir, report, record: (children) => lock.update({ children }) });
  const stopping = endOnSignals(async () => {
    await supervisor.stop();
    lock.release();
  });
  try {
    const obstacles = await findObstacles(ports);
    if (obstacles.length > 0) throw new Error(obstacles.join("\n  "));
    const secrets = loadSecrets(dataDir);
    const env = buildEnvironment({ ports, secrets });
    await startAll({ ...options, logDir, secrets, env, supervisor, signal: stopping.signal });
    lock.update({ state: "ready", urls: publicUrls(env) });
    printUrls(`Leadmetrics is ready, started in ${seconds(Date.now() - started)}`, publicUrls(env));
    await printLogins(secrets.DEMO_PASSWORD);
    line("Stop with Ctrl-C.");
    await plantDocuments({ dataDir, logDir, env, signal: stopping.signal });
  } catch (error) {
    if (stopping.signal.aborted) return;
    fail((error as Error).message);
    await stopping.end(1);
  }
}

async function startAll(start: Start): Promise<void> {
  await Promise.all([startData(start), startPortals(start)]);
}

async function startData(start: Start): Promise<void> {
  const { dataDir, ports, secrets, supervisor, env, dev, signal } = start;
  const { masterUrl } = await during(
    "Starting the stores",
    () => startStores({ dataDir, ports, secrets, supervisor }),
    "Stores started",
  );
  const embedded = externalStores(process.env).size === 0;
  await during(
    "Preparing the data",
    (shown) => prepareData({ dataDir, env, masterUrl, embedded, signal, progress: shown.update }),
    "Data prepared",
  );
  const { first, last, tools } = productProcesses({ dataDir, ports, env, dev });
  await during("Starting the functions", () => supervisor.start(first), "Functions started");
  await during("Starting the dispatcher", () => supervisor.start([...last, ...tools]), "Dispatcher started");
}

async function startPortals({ dataDir, ports, env, dev, supervisor, logDir, signal }: Start): Promise<void> {
  const stale = dev ? [] : stalePortals();
  for (const portal of portals.filter((name) => stale.includes(name))) {
    await during(
      `Building ${portal}`,
      (shown) => buildPortal(portal, { env, logDir, signal, progress: shown.update }),
      `Built ${portal}`,
    );
  }
  await during(
    "Starting the portals",
    () => supervisor.start(productProcesses({ dataDir, ports, env, dev }).portals),
    "Portals started",
  );
}

// The demo documents go in through the front door, so the product must be up; people can look around meanwhile.
async function plantDocuments({
  dataDir,
  logDir,
  env,
  signal,
}: Pick<Start, "dataDir" | "logDir" | "env" | "signal">): Promise<void> {
  const variables = { ...env, DATA_DIR: `${dataDir}/site` };
  await runScript({
    name: "documents",
    logDir,
    command: nodeCommand(join(root, "localstack/demo/upload.ts"), variables),
    signal,
  });
}

async function during<T>(title: string, work: (shown: Task) => Promise<T>, done: string): Promise<T> {
  const shown = task(title);
  try {
    const result = await work(shown);
    shown.done(done);
    return result;
  } catch (error) {
    shown.drop();
    throw error;
  }
}

function report(event: SupervisorEvent): void {
  switch (event.kind) {
    case "ready":
      break;
    case "progress":
      line(`… ${event.service}: ${event.text}`);
      break;
    case "died":
      warn(`${event.service} ended (${event.how}); starting it again.`);
      break;
    case "hangs":
      warn(`${event.service} does not answer; starting it again.`);
      break;
    case "healed":
      line(`${event.service} is back after ${seconds(event.tookMs)}.`);
      break;
    case "down":
      warn(`${event.service} is down: it failed five times in a minute. Its log is ${event.logPath}`);
  }
}

function printEnvironment(ports: Ports, dataDir: string): void {
  const env = withoutSecrets(buildEnvironment({ ports, secrets: loadSecrets(dataDir) }));
  for (const [name, value] of Object.entries(env).sort()) line(`${name}=${value}`);
}

try {
  await main();
} catch (error) {
  fail((error as Error).message);
  process.exitCode = 1;
}
