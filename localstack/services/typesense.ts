import type { IncomingMessage, ServerResponse } from "node:http";
import { listenHttp, readBody, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";
import { TypesenseFailure } from "./typesense/failure.ts";
import { forbidden, resolveKey } from "./typesense/keys.ts";
import { json, type Reply } from "./typesense/reply.ts";
import { route } from "./typesense/routes.ts";
import { Store } from "./typesense/store.ts";

/** `apiKey` is the administrator's key; others are made through `/keys`. */
export interface TypesenseOptions extends ServiceOptions {
  apiKey: string;
}

/**
 * An embedded Typesense: the HTTP interface over a radix-tree index in memory and a journal on disk.
 *
 * Supported: collections (text, number, bool and object fields), documents one by one, by filter and as JSONL import and export, search
 * and multi_search (filter_by, query_by with weights, typos, prefix, infix, phrases, exclusion, facets, sort_by, highlights, paging),
 * aliases, keys and scoped keys.
 * Refused with 400 or 404: vector, geo and image fields, automatic schemas, joins, grouping, curation, synonyms, presets, stop words,
 * stemming, analytics, facet ranges, `_eval` and bucketed sorting. The distance between matched words does not count for relevance.
 */
export async function startTypesense(options: TypesenseOptions): Promise<Service> {
  const { state, port, close } = await listenHttp(
    options.port,
    () => new Store(options.dataDir),
    async (store, req, res) => {
      try {
        send(res, await answer(req, store, options.apiKey));
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

async function answer(req: IncomingMessage, store: Store, adminKey: string): Promise<Reply> {
  const url = new URL(req.url ?? "/", "http://localhost");
  const path = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const body = await readBody(req);
  if (path[0] === "health") return json({ ok: true });
  const query = Object.fromEntries(url.searchParams);
  const presented = String(req.headers["x-typesense-api-key"] ?? query["x-typesense-api-key"] ?? "");
  if (presented === "") throw forbidden();
  const access = resolveKey(presented, adminKey, store.keys.values(), new Date());
  return route({ method: req.method ?? "GET", path, query, body }, access, store);
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
