import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { close as closeRedis } from "#platform/redis.ts";
import { deployedFunctions } from "./host/catalogue.ts";
import { startClock, type Wake, wakeInline, wakeOf } from "./host/clock.ts";
import { startFront } from "./host/front.ts";
import { inlineFunctions } from "./host/inline.ts";
import { startInvoke } from "./host/invoke.ts";
import { startIsolated } from "./host/isolated.ts";
import type { Invokable } from "./host/outcome.ts";

// The local function host: HTTP surfaces on API_PORT, the Lambda Invoke API on INVOKE_PORT, and a timer for the schedules. FUNCTION_HOST
// says where the functions run: `inline`, all in this process, or `isolated`, as they are deployed, each in processes of its own.

interface Host {
  functions: ReadonlyMap<string, Invokable>;
  api: Server;
  wake: Wake;
  stop(): void;
}

const graceMs = 8_000;

const mode = process.env["FUNCTION_HOST"] || "inline";
if (mode !== "inline" && mode !== "isolated") throw new Error(`FUNCTION_HOST is inline or isolated, not "${mode}".`);
const host = await (mode === "inline" ? inline() : isolated());
// Longer than the portals' proxies keep a connection: none of them sends a request into one that is being closed.
host.api.keepAliveTimeout = 65_000;
const invokeApi = await startInvoke(config("INVOKE_PORT"), host.functions);
const clock = startClock(host.wake);
process.stdout.write(`ready http://127.0.0.1:${config("API_PORT")}\n`);

async function inline(): Promise<Host> {
  const { app } = await import("#functions/api/index.ts");
  const api = await new Promise<Server>((resolve) => {
    const options = { fetch: app.fetch, port: config("API_PORT"), hostname: "127.0.0.1" };
    const server = serve(options, () => resolve(server as Server));
  });
  return { functions: inlineFunctions(), api, wake: wakeInline, stop: () => undefined };
}

async function isolated(): Promise<Host> {
  const { functions, stop } = await startIsolated({ functions: deployedFunctions(), env: process.env });
  return { functions, api: await startFront(config("API_PORT"), functions), wake: wakeOf(functions), stop };
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const ended = Promise.all([clock.stop(), invokeApi.stop(), endHttp(host.api)]);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, graceMs))]);
  host.stop();
  closeLive();
  await Promise.allSettled([closeQueues(), closeDatabase()]);
  closeRedis();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

// Live streams never end by themselves: their clients come back and resume.
async function endHttp(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  server.closeAllConnections();
}
