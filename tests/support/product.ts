import { join } from "node:path";
import { nodeCommand } from "#localstack/node-command.ts";
import { root } from "#localstack/paths.ts";
import { productProcesses } from "#localstack/processes.ts";
import { runScript } from "#localstack/run-script.ts";
import { createSupervisor, type SupervisorEvent } from "#localstack/supervisor.ts";
import type { TestCloud } from "./cloud.ts";

export type ProcessName = "functions" | "gateway" | "dispatcher";

/** The product's own processes over stores of a test, kept alive like by `npm start`. */
export interface Product {
  url: string;
  /** What the supervisor saw: deaths and recoveries. */
  events: SupervisorEvent[];
  /** Ends a process without warning. @returns false when it is down at this moment */
  kill(name: ProcessName): boolean;
  stop(): Promise<void>;
}

/**
 * Plants the demo data and starts function host, gateway and dispatcher; portals are not needed. FUNCTION_HOST says where the functions
 * run, as for `npm start`; without it the test does.
 */
export async function startProduct(
  cloud: TestCloud,
  { loadTenants, functionHost = "inline" }: { loadTenants?: number; functionHost?: "inline" | "isolated" } = {},
): Promise<Product> {
  const { ports, dataDir } = cloud;
  const env = { ...cloud.env, FUNCTION_HOST: process.env["FUNCTION_HOST"] ?? functionHost };
  const logDir = join(dataDir, "log");
  const args = loadTenants ? ["--tenants", String(loadTenants)] : [];
  await runScript({ name: "seed", logDir, command: nodeCommand(join(root, "localstack/seed.ts"), env, { args }) });
  const events: SupervisorEvent[] = [];
  const supervisor = createSupervisor({ logDir, report: (event) => void events.push(event) });
  const { first, last } = productProcesses({ dataDir, ports, env, dev: false, given: {} });
  try {
    await supervisor.start(first);
    await supervisor.start(last);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${ports.api}`,
    events,
    stop: supervisor.stop,
    kill(name) {
      const child = supervisor.children().find((one) => one.name === name);
      if (child) process.kill(child.pid, "SIGKILL");
      return child !== undefined;
    },
  };
}
