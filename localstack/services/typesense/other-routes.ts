import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { type ApiKey, makeKey, withEmbedded } from "./keys.ts";
import { type Call, json, parseObject, type Reply } from "./reply.ts";
import { search } from "./search.ts";

type Json = Record<string, unknown>;

const SEARCHES_MAX = 50;

/**
 * Answers `POST /multi_search`: every search in its place, one that fails with its own code. Parameters of the address hold for all;
 * filters of both have to hold. A key that may not see one of the collections gets nothing.
 */
export function multiSearch({ store, query, body, demand }: Call): Reply {
  const { searches, union } = parseObject(body);
  const list = Array.isArray(searches) ? searches.map((one) => (Object(one) === one ? (one as Json) : {})) : undefined;
  const embedded = list?.map((one) => {
    const { collection = query["collection"], "x-typesense-api-key": key } = one;
    return demand("documents:search", String(collection ?? ""), typeof key === "string" ? key : undefined);
  });
  if (!list || !embedded) {
    demand("documents:search");
    throw badRequest("Missing `searches` array.");
  }
  if (union) throw badRequest("Parameter `union` is not supported by this server.");
  const limit = Number(embedded[0]?.["limit_multi_searches"] ?? query["limit_multi_searches"] ?? SEARCHES_MAX);
  if (list.length > limit) throw badRequest("Number of multi searches exceeds `limit_multi_searches` parameter.");
  const results = list.map(({ "x-typesense-api-key": _, ...one }, index) => {
    try {
      const parameters = withEmbedded(withEmbedded(query, one), embedded[index] ?? {});
      return search(store.collection(String(parameters["collection"])), parameters);
    } catch (error) {
      if (!(error instanceof TypesenseFailure)) throw error;
      return { code: error.status, error: error.message };
    }
  });
  return json({ results });
}

/** Answers `GET /aliases`. */
export function listAliases({ store }: Call): Reply {
  return json({ aliases: [...store.aliases].map(([name, target]) => ({ name, collection_name: target })) });
}

/** Answers `GET /aliases/<name>`. */
export function getAlias(call: Call): Reply {
  return json(aliasOf(call));
}

/** Answers `PUT /aliases/<name>`; the collection need not be there yet. */
export function putAlias({ store, params, body }: Call): Reply {
  const name = params["alias"] ?? "";
  const { collection_name: target } = parseObject(body);
  if (typeof target !== "string") throw badRequest("Parameter `collection_name` is required.");
  if (store.collections.has(name))
    throw new TypesenseFailure(500, `Name \`${name}\` conflicts with an existing collection name.`);
  store.setAlias(name, target);
  return json({ name, collection_name: target });
}

/** Answers `DELETE /aliases/<name>`. */
export function deleteAlias(call: Call): Reply {
  const described = aliasOf(call);
  call.store.setAlias(described.name, null);
  return json(described);
}

function aliasOf({ store, params }: Call): { name: string; collection_name: string } {
  const name = params["alias"] ?? "";
  const target = store.aliases.get(name);
  if (target === undefined) throw notFound("Collection not found");
  return { name, collection_name: target };
}

/** Answers `GET /keys`; a value is shown only when it is made. */
export function listKeys({ store }: Call): Reply {
  return json({ keys: [...store.keys.values()].map(masked) });
}

/** Answers `POST /keys`. */
export function createKey({ store, body, adminKey }: Call): Reply {
  const wanted = parseObject(body);
  makeKey(0, wanted);
  const taken = wanted["value"] === adminKey || [...store.keys.values()].some((key) => key.value === wanted["value"]);
  if (taken) throw new TypesenseFailure(409, "API key generation conflict.");
  return json(
    store.addKey((id) => makeKey(id, wanted)),
    201,
  );
}

/** Answers `GET /keys/<id>`. */
export function getKey(call: Call): Reply {
  return json(masked(keyOf(call)));
}

/** Answers `DELETE /keys/<id>`. */
export function deleteKey(call: Call): Reply {
  const { id } = keyOf(call);
  call.store.dropKey(id);
  return json({ id });
}

function keyOf({ store, params }: Call): ApiKey {
  const key = store.keys.get(Number(params["id"]));
  if (!key) throw notFound("Not found.");
  return key;
}

function masked({ value, ...rest }: ApiKey): Json {
  return { ...rest, value_prefix: value.slice(0, 4) };
}
