import type { ServerResponse } from "node:http";
import { type Keys, refuseStranger, Unauthorized } from "./qdrant/access.ts";
import { aliasesOf } from "./qdrant/alias-changes.ts";
import { type Body, isBody } from "./qdrant/body.ts";
import { routeCollections } from "./qdrant/collection-routes.ts";
import { badFormat, QdrantFailure } from "./qdrant/failure.ts";
import { routePoints } from "./qdrant/point-routes.ts";
import { refuse } from "./qdrant/refusals.ts";
import type { RouteRequest } from "./qdrant/request.ts";
import { Store } from "./qdrant/store.ts";
import { listenHttp, readBody, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

const VERSION = "1.19.0";

/** With a key every request but the health checks has to send one. */
export interface QdrantOptions extends ServiceOptions, Keys {}

/**
 * An embedded Qdrant: the REST interface over vectors in memory, searched exactly, and a journal on disk. What it answers, what it
 * refuses and where it differs from the real server is on the page `docs/local-cloud/qdrant.md`.
 */
export async function startQdrant(options: QdrantOptions): Promise<Service> {
  const { state, port, close } = await listenHttp(
    options.port,
    () => new Store(options.dataDir),
    async (store, req, res) => {
      const started = performance.now();
      const spent = (): number => (performance.now() - started) / 1_000;
      try {
        const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
        const parts = pathname.split("/").filter(Boolean).map(decodeURIComponent);
        if (answerOpen(parts, res)) return;
        refuseStranger(req, pathname, options);
        const body = parseBody(await readBody(req));
        const wait = searchParams.get("wait") === "true";
        const result = route({ method: req.method ?? "GET", parts, wait, body, store });
        send(res, 200, { result, status: "ok", time: spent() });
      } catch (error) {
        fail(res, error, spent());
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

function route(request: RouteRequest): unknown {
  const [root, name = "", ...rest] = request.parts;
  if (root === "collections" && rest[0] === "points") return routePoints(name, rest.slice(1).join("/"), request);
  if (root === "collections") return routeCollections(name, rest, request);
  const path = `${request.method} ${request.parts.join("/")}`;
  if (path === "GET aliases") return { aliases: aliasesOf(request.store) };
  if (path === "GET cluster") return { status: "disabled" };
  return refuse(request);
}

/** Answers what needs no key: the version and the health checks. */
function answerOpen([first]: string[], res: ServerResponse): boolean {
  if (first === undefined) send(res, 200, { title: "qdrant - vector search engine", version: VERSION });
  else if (first === "healthz" || first === "livez") sendText(res, 200, "healthz check passed");
  else if (first === "readyz") sendText(res, 200, "all shards are ready");
  else return false;
  return true;
}

function parseBody(bytes: Buffer): Body {
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (isBody(body)) return body;
  } catch (error) {
    throw badFormat(error instanceof Error ? error.message : String(error));
  }
  throw badFormat("invalid type, expected a map");
}

function fail(res: ServerResponse, error: unknown, time: number): void {
  const failure =
    error instanceof QdrantFailure ? error : new QdrantFailure(500, `Service internal error: ${String(error)}`);
  if (error instanceof Unauthorized) sendText(res, 401, error.message);
  else if (failure.message === "") res.writeHead(failure.status, { "content-length": 0 }).end();
  else send(res, failure.status, { status: { error: failure.message }, time });
}

function send(res: ServerResponse, status: number, body: unknown): void {
  const json = JSON.stringify(body);
  res.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(json) }).end(json);
}

function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

if (import.meta.main) {
  await runAsProcess("qdrant", (options) =>
    startQdrant({
      ...options,
      apiKey: process.env["QDRANT_API_KEY"],
      readOnlyApiKey: process.env["QDRANT_READ_ONLY_API_KEY"],
    }),
  );
}
