import type { Server } from "node:http";
import { join, relative } from "node:path";
import { serve } from "@hono/node-server";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { close as closeRedis } from "#platform/redis.ts";
import { hostedFunctions } from "./host/catalogue.ts";
import { startClock } from "./host/clock.ts";
import { startFront } from "./host/front.ts";
import { type HotModules, hotModules } from "./host/hot.ts";
import { inlineFunctions } from "./host/inline.ts";
import { startInvoke } from "./host/invoke.ts";
import { startIsolated } from "./host/isolated.ts";
import { loadOnce } from "./host/load.ts";
import { createMeter } from "./host/meter.ts";
import type { Invokable } from "./host/outcome.ts";
import { root } from "./paths.ts";

// The local function host: HTTP surfaces on API_PORT, the Lambda Invoke API on INVOKE_PORT, and a timer for the schedules. FUNCTION_HOST
// says where the functions run: `inline`, all in this process, or `isolated`, as they are deployed, each in processes of its own.

type Fetch = (request: Request, ...rest: unknown[]) => Response | Promise<Response>;
type Api = { app: { fetch: Fetch } };

interface Host {
  functions: ReadonlyMap<string, Invokable>;
  api: Server;
  stop(): void;
}

const graceMs = 8_000;
const apiFile = join(root, "functions/api/index.ts");

const mode = process.env["FUNCTION_HOST"] || "inline";
if (mode !== "inline" && mode !== "isolated") throw new Error(`FUNCTION_HOST is inline or isolated, not "${mode}".`);
const meter = createMeter(hostedFunctions());
const host = await (mode === "inline" ? inline() : isolated());
// Longer than the portals' proxies keep a connection: none of them sends a request into one that is being closed.
host.api.keepAliveTimeout = 65_000;
meter.watch(host.api);
const invoked = new Map([...host.functions].map(([name, target]) => [name, meter.of(name, target)]));
const invokeApi = await startInvoke(config("INVOKE_PORT"), invoked, meter.report);
const clock = startClock(invoked);
process.stdout.write(`ready http://127.0.0.1:${config("API_PORT")}\n`);

async function inline(): Promise<Host> {
  const reloads = Boolean(process.env["FUNCTION_RELOAD"]);
  const load = reloads ? reloading().load : loadOnce;
  const apiFetch = async (): Promise<Fetch> => ((await load(apiFile)) as Api).app.fetch;
  const first = await apiFetch();
  const fetch: Fetch = reloads ? async (...request) => (await apiFetch())(...request) : first;
  const api = await new Promise<Server>((resolve) => {
    const server = serve({ fetch, port: config("API_PORT"), hostname: "127.0.0.1" }, () => resolve(server as Server));
  });
  return { functions: inlineFunctions(load), api, stop: () => undefined };
}

/** Changes of the functions' own modules are taken at once; one of what this process is made of needs another start of it. */
function reloading(): HotModules {
  const hot = hotModules({
    folders: [join(root, "functions"), join(root, "schema")],
    changed(files) {
      const startedMs = performance.now();
      hot.load(apiFile).then(
        () => log.info({ modules: files.length, tookMs: Math.round(performance.now() - startedMs) }, "reloaded"),
        (error: unknown) => log.error({ error: String(error) }, "cannot be reloaded as it is now"),
      );
    },
    stale(file) {
      log.info({ file: relative(root, file) }, "starting again");
      void stop(again);
    },
  });
  return hot;
}

// In the same process where the platform can, so that whoever looks after it sees no end of it.
function again(): void {
  if (process.platform === "win32") process.exit(0);
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], process.env);
}

async function isolated(): Promise<Host> {
  const { functions, stop } = await startIsolated({
    functions: hostedFunctions(),
    env: process.env,
    noteColdStart: meter.coldStart,
  });
  return { functions, api: await startFront(config("API_PORT"), functions), stop };
}

let stopping = false;
async function stop(then: () => void = () => process.exit(0)): Promise<void> {
  if (stopping) return;
  stopping = true;
  const ended = Promise.all([clock.stop(), invokeApi.stop(), endHttp(host.api)]);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, graceMs))]);
  host.stop();
  closeLive();
  await Promise.allSettled([closeQueues(), closeDatabase()]);
  closeRedis();
  then();
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

// Live streams never end by themselves: their clients come back and resume.
async function endHttp(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  server.closeAllConnections();
}
