import type { IncomingMessage, ServerResponse } from "node:http";
import { listenHttp, readBody, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";
import { notFound, TypesenseFailure } from "./typesense/failure.ts";
import { demandOf } from "./typesense/keys.ts";
import { json, type Reply } from "./typesense/reply.ts";
import { findRoute, type Route } from "./typesense/routes.ts";
import { Status } from "./typesense/status.ts";
import { Store } from "./typesense/store.ts";

/** `apiKey` is the administrator's key; others are made through `/keys`. */
export interface TypesenseOptions extends ServiceOptions {
  apiKey: string;
}

/** What answers a request beside the store. */
interface Server {
  store: Store;
  adminKey: string;
  status: Status;
}

/**
 * An embedded Typesense: the HTTP interface over a radix-tree index in memory and a journal on disk. What it does, refuses and does
 * otherwise than the server is written in docs/local-cloud/typesense.md.
 */
export async function startTypesense(options: TypesenseOptions): Promise<Service> {
  const status = new Status();
  const { state, port, close } = await listenHttp(
    options.port,
    () => new Store(options.dataDir),
    async (store, req, res) => {
      try {
        send(res, await answer(req, { store, adminKey: options.apiKey, status }));
      } catch (error) {
        const failure = error instanceof TypesenseFailure ? error : new TypesenseFailure(500, String(error));
        send(res, json({ message: failure.message }, failure.status));
      }
    },
  );
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await close();
      state.close();
    },
  };
}

async function answer(req: IncomingMessage, { store, adminKey, status }: Server): Promise<Reply> {
  const started = performance.now();
  const url = new URL(req.url ?? "/", "http://localhost");
  const method = req.method ?? "GET";
  const body = await readBody(req);
  if (url.pathname === "/health") return json({ ok: true });
  const found = findRoute(method, readPath(url.pathname));
  if (!found) throw notFound();
  const { route, params } = found;
  const query = Object.fromEntries(url.searchParams);
  const presented = String(req.headers["x-typesense-api-key"] ?? query["x-typesense-api-key"] ?? "");
  delete query["x-typesense-api-key"];
  const demand = demandOf(presented, { adminKey, keys: () => store.keys.values() }, new Date());
  const embedded = route.parts[0] === "multi_search" ? {} : demand(route.action, collectionAsked(route, params, body));
  const reply = route.answer({ store, params, query, body, embedded, demand, adminKey, status });
  status.note(`${method} ${url.pathname}`, route.action, performance.now() - started);
  return reply;
}

/** The collection a key has to be for: the one in the path, or the one that is to be made. */
function collectionAsked(route: Route, params: Record<string, string>, body: Buffer): string {
  if (route.action !== "collections:create") return params["collection"] ?? "";
  try {
    const { name } = JSON.parse(body.toString()) as { name?: unknown };
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

function readPath(pathname: string): string[] {
  try {
    return pathname.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    throw notFound();
  }
}

function send(res: ServerResponse, { status, body, text }: Reply): void {
  const bytes = Buffer.from(text ?? JSON.stringify(body), "utf8");
  const type = text === undefined ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
  res.writeHead(status, { "content-type": type, "content-length": bytes.length }).end(bytes);
}

if (import.meta.main) {
  await runAsProcess("typesense", (options) =>
    startTypesense({ ...options, apiKey: process.env["TYPESENSE_API_KEY"] ?? "local-search-key" }),
  );
}
