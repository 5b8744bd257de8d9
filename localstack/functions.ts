import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { app } from "#functions/api/index.ts";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { close as closeRedis } from "#platform/redis.ts";
import { startClock } from "./host/clock.ts";
import { startInvoke } from "./host/invoke.ts";

// The local function host: every function in one process, called as on AWS. HTTP surfaces on API_PORT, the Lambda Invoke API on
// INVOKE_PORT, and a timer for the schedules.

const graceMs = 8_000;

const invokeApi = await startInvoke(config("INVOKE_PORT"));
const api = await new Promise<Server>((resolve) => {
  const server = serve({ fetch: app.fetch, port: config("API_PORT"), hostname: "127.0.0.1" }, () =>
    resolve(server as Server),
  );
  // Longer than the portals' proxies keep a connection: none of them sends a request into one that is being closed.
  (server as Server).keepAliveTimeout = 65_000;
});
const clock = startClock();
process.stdout.write(`ready http://127.0.0.1:${config("API_PORT")}\n`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const ended = Promise.all([clock.stop(), invokeApi.stop(), endHttp(api)]);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, graceMs))]);
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
