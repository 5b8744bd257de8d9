import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Server } from "socket.io";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { blocking, close as closeRedis, reachable } from "#platform/redis.ts";
import { serveNamespace } from "./namespace.ts";

export interface Gateway {
  port: number;
  stop(): Promise<void>;
}

/** Starts the Socket.IO server of the live events: namespaces `/tenant` (all events) and `/agents` (agent:* only). */
export async function startGateway(port: number): Promise<Gateway> {
  const http = createServer((request, response) => void answer(request, response));
  const adapter = blocking();
  const io = new Server(http, {
    adapter: createAdapter(adapter),
    cors: { origin: [config("DASHBOARD_URL"), config("DM_URL")], credentials: true },
    serveClient: false,
  });
  serveNamespace(io.of("/tenant"), () => true);
  serveNamespace(io.of("/agents"), (frame) => frame.type.startsWith("agent:"));
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", resolve);
  });
  const address = http.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    async stop() {
      await io.close();
      adapter.disconnect();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.split("?")[0] !== "/healthz") {
    if (!request.url?.startsWith("/socket.io/")) response.writeHead(404).end();
    return;
  }
  const alive = await reachable().catch(() => false);
  response
    .writeHead(alive ? 200 : 503, { "content-type": "application/json" })
    .end(JSON.stringify({ status: alive ? "ok" : "unavailable" }));
}

if (import.meta.main) {
  const gateway = await startGateway(config("GATEWAY_PORT"));
  process.stdout.write(`ready http://127.0.0.1:${gateway.port}\n`);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await gateway.stop();
    closeLive();
    closeRedis();
    await closeDatabase();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(
      signal,
      () => void stop().catch((error: unknown) => log.error({ error: String(error) }, "gateway stop")),
    );
}
