import type { Collection } from "./collection.ts";
import { routeDocuments } from "./document-routes.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { type Access, type ApiKey, demand, makeKey, withEmbedded } from "./keys.ts";
import { json, type Reply, type Request } from "./reply.ts";
import { parseJson } from "./request-body.ts";
import { parseField, parseSchema, type Schema } from "./schema.ts";
import { search } from "./search.ts";
import type { Store } from "./store.ts";

type Json = Record<string, unknown>;

const SEARCHES_MAX = 50;

/** Answers a request of someone with this access. @throws TypesenseFailure */
export function route(request: Request, access: Access, store: Store): Reply {
  const [root, name, part] = request.path;
  if (root === "collections") {
    if (name === undefined) return routeCollections(request, access, store);
    if (part === "documents") return routeDocuments(request, access, store);
    if (part === undefined) return routeCollection(request, name, access, store);
  }
  if (root === "multi_search" && request.method === "POST") return multiSearch(request, access, store);
  if (root === "aliases") return routeAliases(request, name, access, store);
  if (root === "keys") return routeKeys(request, name, access, store);
  if (root === "debug") return json({ state: 1, version: "29.0" });
  throw notFound();
}

function routeCollections({ method, body }: Request, access: Access, store: Store): Reply {
  if (method === "GET") {
    demand(access, "collections:list");
    return json([...store.collections.values()].map(describe));
  }
  if (method !== "POST") throw notFound();
  const schema = parseSchema(parseJson(body) as Json);
  demand(access, "collections:create", schema.name);
  return json(describe(store.create(schema)), 201);
}

function routeCollection({ method, body }: Request, name: string, access: Access, store: Store): Reply {
  const action = { GET: "get", DELETE: "delete", PATCH: "update" }[method];
  if (!action) throw notFound();
  demand(access, `collections:${action}`, name);
  const collection = store.collection(name);
  const described = describe(collection);
  if (method === "DELETE") store.drop(collection.schema.name);
  if (method !== "PATCH") return json(described);
  const fields = ((parseJson(body) as Json)["fields"] ?? []) as Json[];
  store.alter(altered(collection.schema, fields));
  return json({ fields });
}

function altered(schema: Schema, changes: Json[]): Schema {
  let fields = schema.fields;
  for (const change of changes) {
    const present = fields.some((field) => field.name === change["name"]);
    if (change["drop"] === true) {
      if (!present) throw badRequest(`Field \`${String(change["name"])}\` is not part of collection schema.`);
      fields = fields.filter((field) => field.name !== change["name"]);
    } else {
      if (present)
        throw badRequest(
          `Field \`${String(change["name"])}\` is already part of the schema: To change this field, drop it first before adding it back to the schema.`,
        );
      fields = [...fields, parseField(change, schema.enable_nested_fields)];
    }
  }
  return { ...schema, fields };
}

function describe(collection: Collection): Json {
  return { ...collection.schema, num_documents: collection.byId.size };
}

function multiSearch({ query, body }: Request, access: Access, store: Store): Reply {
  const { searches } = parseJson(body) as { searches?: Json[] };
  if (!Array.isArray(searches)) throw badRequest("Missing `searches` array.");
  const limit = Number(query["limit_multi_searches"] ?? SEARCHES_MAX);
  if (searches.length > limit) throw badRequest("Number of multi searches exceeds `limit_multi_searches` parameter.");
  for (const one of searches)
    demand(access, "documents:search", String(one["collection"] ?? query["collection"] ?? ""));
  const results = searches.map((one) => {
    const parameters = { ...query, ...one };
    try {
      return search(store.collection(String(parameters["collection"])), withEmbedded(parameters, access));
    } catch (error) {
      if (!(error instanceof TypesenseFailure)) throw error;
      return { code: error.status, error: error.message };
    }
  });
  return json({ results });
}

function routeAliases({ method, body }: Request, alias: string | undefined, access: Access, store: Store): Reply {
  const show = (name: string): Json => ({ name, collection_name: store.aliases.get(name) });
  if (alias === undefined) {
    demand(access, "aliases:list");
    return json({ aliases: [...store.aliases.keys()].map(show) });
  }
  if (method === "PUT") {
    demand(access, "aliases:create");
    const target = (parseJson(body) as Json)["collection_name"];
    if (typeof target !== "string") throw badRequest("Parameter `collection_name` is required.");
    if (store.collections.has(alias))
      throw new TypesenseFailure(500, `Name \`${alias}\` conflicts with an existing collection name.`);
    store.setAlias(alias, target);
    return json(show(alias));
  }
  demand(access, method === "DELETE" ? "aliases:delete" : "aliases:get");
  if (!store.aliases.has(alias)) throw notFound();
  const described = show(alias);
  if (method === "DELETE") store.setAlias(alias, null);
  return json(described);
}

function routeKeys({ method, body }: Request, given: string | undefined, access: Access, store: Store): Reply {
  const masked = ({ value, ...rest }: ApiKey): Json => ({ ...rest, value_prefix: value.slice(0, 4) });
  if (given === undefined) {
    demand(access, method === "POST" ? "keys:create" : "keys:list");
    if (method !== "POST") return json({ keys: [...store.keys.values()].map(masked) });
    const wanted = parseJson(body) as Json;
    if ([...store.keys.values()].some(({ value }) => value === wanted["value"]))
      throw new TypesenseFailure(409, "API key generation conflict.");
    return json(
      store.addKey((id) => makeKey(id, wanted)),
      201,
    );
  }
  demand(access, method === "DELETE" ? "keys:delete" : "keys:get");
  const key = store.keys.get(Number(given));
  if (!key) throw notFound();
  if (method !== "DELETE") return json(masked(key));
  store.dropKey(key.id);
  return json({ id: key.id });
}
