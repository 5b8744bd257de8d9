import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeQueues } from "#platform/queue.ts";
import { close as closeRedis } from "#platform/redis.ts";
import { environmentDir } from "../paths.ts";
import { consoleApp } from "./app.ts";

// The developers' page at PORT. It reads what runs from DATA_DIR and the environment of the product; nothing of it is deployed.
const port = Number(process.env["PORT"]);
const app = consoleApp(process.env["DATA_DIR"] ?? environmentDir());
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  process.stdout.write(`ready http://127.0.0.1:${port}\n`);
}) as Server;

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.close();
  server.closeAllConnections();
  await Promise.allSettled([closeQueues(), closeDatabase()]);
  closeRedis();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
