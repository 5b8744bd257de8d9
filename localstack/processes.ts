import { join } from "node:path";
import { type Portal, portals } from "#schema/portals.ts";
import { nextProgram } from "./build.ts";
import { portalEnvironment } from "./environment.ts";
import type { Service } from "./managed-child.ts";
import { nodeCommand, thriftyFlags } from "./node-command.ts";
import { root } from "./paths.ts";
import type { Ports } from "./ports.ts";

export type ProcessesOptions = {
  dataDir: string;
  ports: Ports;
  env: Record<string, string>;
  /** Restart on change and serve portals unbuilt. */
  dev: boolean;
  /** Variables of the caller that reach the functions too, e.g. keys of model providers. */
  given?: NodeJS.ProcessEnv;
};

/** The product's own processes: who needs nobody but the stores first, then the dispatcher, which calls the functions; and what looks on. */
export type ProductProcesses = { first: Service[]; portals: Service[]; last: Service[]; tools: Service[] };

// The first start of the isolated functions bundles all of them.
const bundlingMs = 300_000;

/** What runs besides the stores, as data for the supervisor. */
export function productProcesses({
  dataDir,
  ports,
  env,
  dev,
  given = process.env,
}: ProcessesOptions): ProductProcesses {
  const variables: Record<string, string> = { ...passedOn(given), ...env };
  const script =
    (path: string, watch = dev) =>
    () =>
      nodeCommand(join(root, path), variables, { flags: watch ? ["--watch", "--watch-preserve-output"] : [] });
  const isolated = variables["FUNCTION_HOST"] === "isolated";
  // Functions in the host's own process are loaded anew by it, which is faster than another start of all.
  if (dev && !isolated) variables["FUNCTION_RELOAD"] = "1";
  const developersConsole = () => {
    const own = { PORT: String(ports.console), DATA_DIR: dataDir };
    return nodeCommand(join(root, "localstack/console/index.ts"), { ...variables, ...own }, { flags: thriftyFlags });
  };
  const portal = (name: Portal): Service => {
    const args = [dev ? "dev" : "start", `web/${name}`, "-p", String(ports[name]), "-H", "127.0.0.1"];
    const nodeEnv = { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" };
    return {
      name,
      command: () => nodeCommand(nextProgram, { ...portalEnvironment(env), ...nodeEnv }, { args }),
      ...answersAt(`http://127.0.0.1:${ports[name]}/login`, dev),
    };
  };
  return {
    first: [
      {
        name: "functions",
        command: script("localstack/functions.ts", dev && isolated),
        ...answersAt(`http://127.0.0.1:${ports.api}/readyz`, dev),
        ...(isolated ? { startTimeoutMs: bundlingMs } : {}),
      },
      {
        name: "gateway",
        command: script("functions/live/gateway.ts"),
        ...answersAt(`http://127.0.0.1:${ports.gateway}/healthz`, dev),
      },
    ],
    portals: portals.map(portal),
    last: [{ name: "dispatcher", command: script("functions/dispatcher/index.ts"), ready: "line" }],
    tools: [{ name: "console", command: developersConsole, ready: "line" }],
  };
}

/** In development a debugger may hold a process, so that silence there does not mean that it hangs. */
function answersAt(url: string, dev: boolean): Pick<Service, "ready" | "alive" | "startTimeoutMs"> {
  const answers = async (): Promise<boolean> => {
    const response = await fetch(url, { signal: AbortSignal.timeout(dev ? 60_000 : 4_000) });
    await response.body?.cancel();
    return response.ok;
  };
  return { ready: answers, startTimeoutMs: 90_000, ...(dev ? {} : { alive: answers }) };
}

function passedOn(given: NodeJS.ProcessEnv): Record<string, string> {
  const passed = Object.entries(given).filter(([name]) => !/^(npm_|NODE_OPTIONS$|NODE_ENV$|PORT)/.test(name));
  return Object.fromEntries(passed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
