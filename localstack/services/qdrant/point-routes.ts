import type { Collection } from "./collection.ts";
import { badFormat, QdrantFailure, wrongInput } from "./failure.ts";
import { type Payload, type Point, parseId, selectPayload, valuesAt } from "./point.ts";
import { changePoints } from "./point-writes.ts";
import type { Store } from "./store.ts";

type Body = Record<string, unknown>;

const refused = ["prefetch", "lookup_from", "with_lookup", "group_by"];

/** Answers a request below `/collections/<name>/points`; `action` is the rest of the path, such as `search/batch`. */
export function routePoints(method: string, name: string, action: string, body: Body, store: Store): unknown {
  const { collection } = store.collection(name);
  if (method === "GET" && action !== "") {
    const point = collection.byId.get(parseId(/^\d+$/.test(action) ? Number(action) : action));
    if (!point) throw new QdrantFailure(404, `Not found: Point with id ${action} does not exists!`);
    return show(collection, point, { with_payload: true, with_vector: true });
  }
  if (method === "POST") {
    switch (action) {
      case "":
        return retrieve(collection, body);
      case "search":
        return searched(collection, body, body["vector"]);
      case "search/batch":
        return list(body["searches"]).map((search) => searched(collection, search, search["vector"]));
      case "query":
        return { points: queried(collection, body) };
      case "query/batch":
        return list(body["searches"]).map((query) => ({ points: queried(collection, query) }));
      case "scroll":
        return scroll(collection, body);
      case "count":
        return { count: count(collection, body["filter"]) };
    }
  }
  return changePoints(method, name, action, body, store);
}

function retrieve(collection: Collection, body: Body): unknown[] {
  const ids = Array.isArray(body["ids"]) ? body["ids"].map(parseId) : [];
  const points = ids.flatMap((id) => collection.byId.get(id) ?? []);
  return points.map((point) => show(collection, point, { with_payload: true, ...body }));
}

function queried(collection: Collection, body: Body): unknown[] {
  const given = body["query"];
  const query = isBody(given) && "nearest" in given ? given["nearest"] : given;
  if (query === undefined || query === null) {
    const limit = natural(body["limit"], 10);
    const offset = natural(body["offset"], 0);
    const points = collection.ordered(body["filter"]).slice(offset, offset + limit);
    return points.map((point) => ({ ...show(collection, point, body), version: point.version, score: 0 }));
  }
  if (isBody(query)) {
    const kind = Object.keys(query)[0] ?? "";
    if (kind !== "order_by") throw badFormat(`query \`${kind}\` is not supported by this server`);
    return ordered(collection, { ...body, order_by: query[kind] }).map((point) => ({
      ...show(collection, point, body),
      version: point.version,
      score: 0,
    }));
  }
  return searched(collection, body, query);
}

function searched(collection: Collection, body: Body, query: unknown): unknown[] {
  const unsupported = refused.find((name) => body[name] !== undefined && body[name] !== null);
  if (unsupported) throw badFormat(`field \`${unsupported}\` is not supported by this server`);
  if (body["using"]) throw wrongInput(`Not existing vector name error: ${String(body["using"])}`);
  const limit = natural(body["limit"], 10);
  const offset = natural(body["offset"], 0);
  const threshold = typeof body["score_threshold"] === "number" ? body["score_threshold"] : undefined;
  const self = Array.isArray(query) ? undefined : existing(collection, query);
  const vector = self ? collection.vectorOf(self) : collection.prepare(query);
  const found = collection.nearest(vector, body["filter"], offset + limit + (self ? 1 : 0), threshold);
  return found
    .filter(({ point }) => point !== self)
    .slice(offset, offset + limit)
    .map(({ point, score }) => ({ ...show(collection, point, body), version: point.version, score }));
}

function scroll(collection: Collection, body: Body): unknown {
  const limit = natural(body["limit"], 10);
  if (limit === 0)
    throw new QdrantFailure(422, "Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]");
  const shape = { with_payload: true, ...body };
  if (body["order_by"] !== undefined && body["order_by"] !== null) {
    return { points: ordered(collection, body).map((point) => show(collection, point, shape)), next_page_offset: null };
  }
  const points = collection.ordered(body["filter"]);
  const from = body["offset"] === undefined || body["offset"] === null ? 0 : position(points, body["offset"]);
  const page = points.slice(from, from + limit).map((point) => show(collection, point, shape));
  return { points: page, next_page_offset: points[from + limit]?.id ?? null };
}

function position(points: Point[], offset: unknown): number {
  const id = parseId(offset);
  const numeric = typeof id === "number";
  const at = points.findIndex((point) =>
    (typeof point.id === "number") === numeric ? point.id >= id : !(typeof point.id === "number"),
  );
  return at < 0 ? points.length : at;
}

function ordered(collection: Collection, body: Body): Point[] {
  const order = typeof body["order_by"] === "string" ? { key: body["order_by"] } : (body["order_by"] as Body);
  const key = String(order["key"]);
  if (!collection.indexes.has(key))
    throw wrongInput(`No range index for \`order_by\` key: \`${key}\`. Please create one to use \`order_by\`.`);
  const sign = order["direction"] === "desc" ? -1 : 1;
  const start = order["start_from"];
  const value = (point: Point): number => {
    const found = valuesAt(point.payload, key)[0];
    return typeof found === "string" ? Date.parse(found) : Number(found ?? Number.NaN);
  };
  const first = typeof start === "string" ? Date.parse(start) : Number(start ?? Number.NaN);
  return [...collection.matching(body["filter"])]
    .map((point) => ({ point, at: value(point) }))
    .filter(({ at }) => !Number.isNaN(at) && !(sign * (at - first) < 0))
    .sort((a, b) => sign * (a.at - b.at))
    .slice(0, natural(body["limit"], 10))
    .map(({ point }) => point);
}

function count(collection: Collection, filter: unknown): number {
  if (filter === undefined || filter === null) return collection.byId.size;
  let found = 0;
  for (const _ of collection.matching(filter)) found++;
  return found;
}

function existing(collection: Collection, id: unknown): Point {
  const point = collection.byId.get(parseId(id));
  if (!point) throw new QdrantFailure(404, `Not found: No point with id ${String(id)} found`);
  return point;
}

function show(
  collection: Collection,
  point: Point,
  shape: Body,
): { id: Point["id"]; payload?: Payload; vector?: number[] } {
  const payload = selectPayload(point.payload, shape["with_payload"]);
  const wantsVector = shape["with_vector"] === true || Array.isArray(shape["with_vector"]);
  return {
    id: point.id,
    ...(payload ? { payload } : {}),
    ...(wantsVector ? { vector: [...collection.vectorOf(point)] } : {}),
  };
}

function natural(value: unknown, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw badFormat(`invalid value: ${String(value)}, expected usize`);
}

function list(value: unknown): Body[] {
  if (Array.isArray(value) && value.every(isBody)) return value;
  throw badFormat("missing field `searches`");
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
