import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { log } from "#platform/log.ts";
import { listen } from "../services/serve.ts";
import { surfaceFunctionOf } from "./catalogue.ts";
import { serveUrl } from "./function-url.ts";
import type { Invokable } from "./outcome.ts";
import { routed } from "./router.ts";

/**
 * One address for all surfaces, as the router gives them in front of their function URLs: the prefix of the catalogue decides, the
 * path stays whole. What belongs to no surface (health, the reference page, unknown paths) is answered in this process.
 */
export async function startFront(port: number, functions: ReadonlyMap<string, Invokable>): Promise<Server> {
  const server = createServer((request, response) => {
    serve(functions, request, response).catch((error: unknown) => {
      log.warn({ error: String(error) }, "front");
      response.destroy();
    });
  });
  server.requestTimeout = 0;
  await listen(server, port);
  return server;
}

async function serve(
  functions: ReadonlyMap<string, Invokable>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = functions.get(surfaceFunctionOf(request.url ?? "/") ?? "");
  if (target) {
    request.headers = routed(request.headers);
    return serveUrl(target, request, response);
  }
  const { app } = await import("#functions/api/index.ts");
  await getRequestListener(app.fetch)(request, response);
}
