import { createServer } from "node:http";
import { config } from "#platform/config.ts";

/**
 * Tells on a port of its own how the process is: `/healthz` answers 200, or 503 with what is wrong. On port 0 it tells nobody, so
 * that a laptop has one port less.
 * @returns the port, and how to stop it
 */
export async function serveHealth(
  port: number,
  faults: () => Promise<string[]>,
): Promise<{ port: number; stop(): void }> {
  if (port === 0) return { port, stop: () => undefined };
  const server = createServer((request, response) => {
    if (request.url !== "/healthz") {
      response.writeHead(404).end();
      return;
    }
    const tell = (found: string[]): void => {
      const status = found.length === 0 ? "ok" : "unavailable";
      response.writeHead(found.length === 0 ? 200 : 503, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ status, faults: found }));
    };
    faults().then(tell, (error: unknown) => tell([String(error)]));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, config("HOST"), resolve);
  });
  return { port, stop: () => void server.close() };
}
