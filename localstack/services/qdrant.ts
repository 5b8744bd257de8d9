import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { aliasesOf, routeCollections } from "./qdrant/collection-routes.ts";
import { badFormat, QdrantFailure } from "./qdrant/failure.ts";
import { routePoints } from "./qdrant/point-routes.ts";
import { Store } from "./qdrant/store.ts";
import { listenHttp, readBody, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

const VERSION = "1.17.0";

/** With an `apiKey` every request but the health checks has to send it. */
export interface QdrantOptions extends ServiceOptions {
  apiKey?: string | undefined;
}

/**
 * An embedded Qdrant: the REST interface over vectors in memory, searched exactly, and a journal on disk.
 *
 * Supported: collections with one unnamed dense vector (Cosine, Dot, Euclid, Manhattan), aliases, payload indexes (posting lists for
 * keyword, uuid, integer and bool), upsert, delete, payload changes, batches, retrieve, search, query (nearest, order_by), scroll, count,
 * filters (must, should, must_not, min_should, match, range, values_count, is_empty, is_null, has_id, nested).
 * Refused with 400 or 404: named, sparse and multi vectors, prefetch and fusion, recommend, discover, groups, facets, geo, snapshots,
 * clusters. Parameters of approximate search are taken and have no effect: every answer is exact.
 */
export async function startQdrant(options: QdrantOptions): Promise<Service> {
  const { state, port, close } = await listenHttp(
    options.port,
    () => new Store(options.dataDir),
    async (store, req, res) => {
      const started = performance.now();
      const spent = (): number => (performance.now() - started) / 1_000;
      try {
        const [path = "/"] = (req.url ?? "/").split("?");
        const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
        if (answerOpen(parts, res)) return;
        refuseStranger(req, options.apiKey);
        const body = parseBody(await readBody(req));
        send(res, 200, { result: route(req.method ?? "GET", parts, body, store), status: "ok", time: spent() });
      } catch (error) {
        const failure =
          error instanceof QdrantFailure ? error : new QdrantFailure(500, `Service internal error: ${String(error)}`);
        send(res, failure.status, { status: { error: failure.message }, time: spent() });
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

function route(
  method: string,
  [root, name = "", ...rest]: string[],
  body: Record<string, unknown>,
  store: Store,
): unknown {
  if (root === "aliases") return { aliases: aliasesOf(store) };
  if (root !== "collections") throw new QdrantFailure(404, "Not Found");
  if (rest[0] === "points") return routePoints(method, name, rest.slice(1).join("/"), body, store);
  return routeCollections(method, name, rest, body, store);
}

/** Answers what needs no key: the version and the health checks. */
function answerOpen([first]: string[], res: ServerResponse): boolean {
  if (first === undefined) send(res, 200, { title: "qdrant - vector search engine", version: VERSION });
  else if (first === "healthz" || first === "livez" || first === "readyz") {
    res.setHeader("content-type", "text/plain");
    res.end(first === "readyz" ? "all shards are ready" : `${first} check passed`);
  } else return false;
  return true;
}

function refuseStranger(req: IncomingMessage, apiKey: string | undefined): void {
  if (!apiKey) return;
  const given = String(req.headers["api-key"] ?? "") || (req.headers.authorization ?? "").replace(/^Bearer /, "");
  if (given === "") throw new QdrantFailure(401, "Must provide an API key or an Authorization bearer token");
  const [left, right] = [Buffer.from(given), Buffer.from(apiKey)];
  if (left.length !== right.length || !timingSafeEqual(left, right))
    throw new QdrantFailure(401, "Invalid API key or JWT");
}

function parseBody(bytes: Buffer): Record<string, unknown> {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  } catch (error) {
    throw badFormat(String(error));
  }
}

function send(res: ServerResponse, status: number, body: unknown): void {
  const json = JSON.stringify(body);
  res.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(json) }).end(json);
}

if (import.meta.main) {
  await runAsProcess("qdrant", (options) => startQdrant({ ...options, apiKey: process.env["QDRANT_API_KEY"] }));
}
