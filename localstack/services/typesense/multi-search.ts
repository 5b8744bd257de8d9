import { badRequest, TypesenseFailure } from "./failure.ts";
import { withEmbedded } from "./keys.ts";
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
