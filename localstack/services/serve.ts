import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer } from "node:net";
import { resolve } from "node:path";

const HOST = "127.0.0.1";
const DRAIN_MS = 2_000;

/** A running embedded server. `stop` lets the requests under way finish, flushes and frees the port. */
export interface Service {
  port: number;
  url: string;
  stop(): Promise<void>;
}

/** What every embedded server is started with. Port 0 takes any free port. */
export interface ServiceOptions {
  port: number;
  dataDir: string;
}

/**
 * Binds a server to the loopback interface and answers the port it got.
 * @throws Error `port <n> on 127.0.0.1 is already in use` when another program holds it
 */
export async function listen(server: NetServer, port: number): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      fail(error.code === "EADDRINUSE" ? new Error(`port ${port} on ${HOST} is already in use`) : error);
    });
    server.listen(port, HOST, done);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts an HTTP server on the loopback interface. `open` runs once the port is ours, so that a second start on the same data directory
 * fails before it touches a file. A handler that rejects ends its connection; it never ends the process.
 */
export async function listenHttp<State>(
  port: number,
  open: () => State,
  handler: (state: State, req: IncomingMessage, res: ServerResponse) => Promise<void>,
): Promise<{ port: number; state: State; close(): Promise<void> }> {
  const server = createServer();
  const bound = await listen(server, port);
  const state = openOrClose(server, open);
  server.keepAliveTimeout = 65_000;
  server.on("request", (req, res) => {
    handler(state, req, res).catch(() => res.destroy());
  });
  return { port: bound, state, close: () => closeHttp(server) };
}

/** Opens what a bound server serves; when that fails the port is freed again. */
export function openOrClose<State>(server: NetServer, open: () => State): State {
  try {
    return open();
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Reads a request's whole body; at most `maxBytes`. @throws Error `request body is too large` */
export async function readBody(req: IncomingMessage, maxBytes = 256 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Error("request body is too large");
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Runs an embedded server as a process of its own: reads PORT and DATA_DIR, prints `ready <url>` once it listens, stops gracefully on
 * SIGTERM and SIGINT, and ends with one sentence on stderr and code 1 when it cannot start.
 */
export async function runAsProcess(name: string, start: (options: ServiceOptions) => Promise<Service>): Promise<void> {
  try {
    const service = await start({
      port: Number(process.env["PORT"] ?? 0),
      dataDir: resolve(process.env["DATA_DIR"] ?? `.data/${name}`),
    });
    const stop = (): void => {
      service.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    process.stdout.write(`ready ${service.url}\n`);
  } catch (error) {
    process.stderr.write(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}.\n`);
    process.exit(1);
  }
}

async function closeHttp(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((done) => {
    server.close(() => done());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
