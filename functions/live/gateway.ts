import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Server } from "socket.io";
import { config } from "#platform/config.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { close as closeLive } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { tell } from "#platform/metrics.ts";
import { blocking, close as closeRedis, reachable } from "#platform/redis.ts";
import { serveNamespace } from "./namespace.ts";

export interface Gateway {
  port: number;
  /** Sends the clients elsewhere and closes, within `STOP_GRACE_MS`. */
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
    http.listen(port, config("HOST"), resolve);
  });
  const telling = setInterval(() => tell({ Connections: io.engine.clientsCount }), tellEveryMs);
  const address = http.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    async stop() {
      clearInterval(telling);
      const graceMs = config("STOP_GRACE_MS");
      await sendAway(io, graceMs / 2);
      const closed = io.close();
      const cut = setTimeout(() => http.closeAllConnections(), graceMs / 4);
      await closed.finally(() => clearTimeout(cut));
      adapter.disconnect();
    },
  };
}

const namespaces = ["/tenant", "/agents"] as const;
const tellEveryMs = 60_000;
const leaveEveryMs = 100;
const leaveAtOnceMin = 50;

/**
 * Ends the transport of every client, which they take as a sign to connect again, elsewhere. Many leave little by little, so that
 * they do not arrive there all at once.
 */
async function sendAway(io: Server, withinMs: number): Promise<void> {
  // Who comes now is turned away at once, and finds the next gateway.
  io.engine.opts.allowRequest = (_request, refuse) => refuse("server stopping", false);
  const clients = new Set(namespaces.flatMap((name) => [...io.of(name).sockets.values()].map(({ conn }) => conn)));
  const turns = Math.max(1, Math.floor(withinMs / leaveEveryMs));
  const atOnce = Math.max(leaveAtOnceMin, Math.ceil(clients.size / turns));
  const waiting = [...clients];
  while (waiting.length > 0) {
    for (const client of waiting.splice(0, atOnce)) client.close();
    if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, leaveEveryMs));
  }
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
  process.stdout.write(`ready http://${config("HOST")}:${gateway.port}\n`);
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
