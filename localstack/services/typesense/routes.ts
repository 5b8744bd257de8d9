import { deleteAlias, getAlias, listAliases, putAlias } from "./alias-routes.ts";
import {
  alterCollection,
  createCollection,
  dropCollection,
  getCollection,
  listCollections,
} from "./collection-routes.ts";
import {
  addDocument,
  deleteDocument,
  deleteDocuments,
  exportDocuments,
  getDocument,
  importDocuments,
  searchDocuments,
  updateDocument,
  updateDocuments,
} from "./document-routes.ts";
import { createKey, deleteKey, getKey, listKeys } from "./key-routes.ts";
import { multiSearch } from "./multi-search.ts";
import { type Call, json, type Reply } from "./reply.ts";
import { VERSION } from "./status.ts";

/** A path the server has: what its key must allow, and who answers. */
export interface Route {
  method: string;
  parts: string[];
  action: string;
  answer(call: Call): Reply;
}

const on = (method: string, path: string, answer: Route["answer"]): Route => {
  const parts = path.split("/").slice(1);
  return { method, parts, action: actionOf(method, parts), answer };
};

const routes: Route[] = [
  on("GET", "/collections/:collection/documents/search", searchDocuments),
  on("POST", "/multi_search", multiSearch),

  on("POST", "/collections/:collection/documents", addDocument),
  on("PATCH", "/collections/:collection/documents", updateDocuments),
  on("DELETE", "/collections/:collection/documents", deleteDocuments),
  on("POST", "/collections/:collection/documents/import", importDocuments),
  on("GET", "/collections/:collection/documents/export", exportDocuments),
  on("GET", "/collections/:collection/documents/:id", getDocument),
  on("PATCH", "/collections/:collection/documents/:id", updateDocument),
  on("DELETE", "/collections/:collection/documents/:id", deleteDocument),

  on("GET", "/collections", listCollections),
  on("POST", "/collections", createCollection),
  on("GET", "/collections/:collection", getCollection),
  on("PATCH", "/collections/:collection", alterCollection),
  on("DELETE", "/collections/:collection", dropCollection),

  on("GET", "/aliases", listAliases),
  on("GET", "/aliases/:alias", getAlias),
  on("PUT", "/aliases/:alias", putAlias),
  on("DELETE", "/aliases/:alias", deleteAlias),

  on("GET", "/keys", listKeys),
  on("POST", "/keys", createKey),
  on("GET", "/keys/:id", getKey),
  on("DELETE", "/keys/:id", deleteKey),

  on("GET", "/debug", () => json({ state: 1, version: VERSION })),
  on("GET", "/metrics.json", ({ status }) => json(status.metrics())),
  on("GET", "/stats.json", ({ status }) => json(status.stats())),
];

/** The route of a path and the named parts of it; undefined for what this server does not have. */
export function findRoute(
  method: string,
  path: string[],
): { route: Route; params: Record<string, string> } | undefined {
  const fits = (route: Route): boolean =>
    route.method === method &&
    route.parts.length === path.length &&
    route.parts.every((part, index) => part.startsWith(":") || part === path[index]);
  const route = routes.find(fits);
  if (!route) return undefined;
  const named = route.parts.flatMap((part, index) => (part.startsWith(":") ? [[part.slice(1), path[index]]] : []));
  return { route, params: Object.fromEntries(named) as Record<string, string> };
}

/** The action a key has to allow: what the path is about and what the method does to it. */
function actionOf(method: string, parts: string[]): string {
  const [first = ""] = parts;
  if (first === "multi_search") return "documents:search";
  const [, , area = first, what] = parts;
  if (what === "search" || what === "import" || what === "export") return `${area}:${what}`;
  const one = parts.length > 1 && parts.at(-1)?.startsWith(":") === true;
  const verbs: Record<string, string> = { POST: "create", PUT: "upsert", PATCH: "update", DELETE: "delete" };
  return `${area}:${verbs[method] ?? (one ? "get" : "list")}`;
}
