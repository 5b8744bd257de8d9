import { type Body, isBody, isGiven, natural } from "./body.ts";
import type { Collection } from "./collection.ts";
import { badFormat, invalid, notFound, unsupported, wrongInput } from "./failure.ts";
import { orderedBy } from "./order.ts";
import { type Point, parseId } from "./point.ts";
import { parseShow } from "./show.ts";
import { shortest } from "./vectors.ts";

const refusedFields = ["prefetch", "lookup_from", "shard_key"];
const refusedQueries = [
  "recommend",
  "discover",
  "context",
  "fusion",
  "rrf",
  "formula",
  "sample",
  "relevance_feedback",
  "text",
  "image",
  "object",
  "indices",
];

/** Answers one query: the points nearest to a vector or to a stored point, or all by id or by a field. */
export function query(collection: Collection, body: Body): unknown[] {
  refuseFields(collection, body);
  const given = body["query"];
  if (!isGiven(given)) return listed(collection, body);
  if (!isBody(given)) return nearest(collection, body, given, natural(body["limit"], 10));
  if (isGiven(given["order_by"])) return inOrder(collection, body, given["order_by"]);
  if (isGiven(given["mmr"])) throw unsupported("mmr");
  if (isGiven(given["nearest"]) && !isBody(given["nearest"]))
    return nearest(collection, body, given["nearest"], natural(body["limit"], 10));
  const kinds = isBody(given["nearest"]) ? Object.keys(given["nearest"]) : Object.keys(given);
  const refused = kinds.find((kind) => refusedQueries.includes(kind));
  if (refused !== undefined) throw unsupported(`a query of kind ${refused}`);
  throw badFormat("Expected some form of vector, id, or a type of query");
}

/** Answers one search of the older interface, which takes a vector only. */
export function search(collection: Collection, body: Body): unknown[] {
  refuseFields(collection, body);
  if (!isGiven(body["limit"]) && !isGiven(body["top"])) throw badFormat("missing field `limit`");
  const { vector } = body;
  if (isBody(vector) && typeof vector["name"] === "string")
    throw wrongInput(`Not existing vector name error: ${vector["name"]}`);
  if (!Array.isArray(vector))
    throw badFormat(
      isGiven(vector) ? "data did not match any variant of untagged enum NamedVectorStruct" : "missing field `vector`",
    );
  return nearest(collection, body, vector, natural(body["limit"] ?? body["top"], 10));
}

function nearest(collection: Collection, body: Body, given: unknown, limit: number): unknown[] {
  const show = parseShow(collection, body, false);
  const offset = natural(body["offset"], 0);
  refuseNone(limit);
  const self = Array.isArray(given) ? undefined : existing(collection, given);
  const vector = self ? collection.vectorOf(self) : collection.prepare(given);
  const found = collection.nearest(vector, body["filter"], offset + limit + (self ? 1 : 0), thresholdOf(body));
  return found
    .filter(({ point }) => point !== self)
    .slice(offset, offset + limit)
    .map(({ point, score }) => ({ ...show(point), version: point.version, score: shortest(score) }));
}

function listed(collection: Collection, body: Body): unknown[] {
  const show = parseShow(collection, body, false);
  const [limit, offset] = [natural(body["limit"], 10), natural(body["offset"], 0)];
  refuseNone(limit);
  const points = collection.ordered(body["filter"]).slice(offset, offset + limit);
  return points.map((point) => ({ ...show(point), version: 0, score: 1 }));
}

function inOrder(collection: Collection, body: Body, orderBy: unknown): unknown[] {
  const show = parseShow(collection, body, false);
  const [limit, offset] = [natural(body["limit"], 10), natural(body["offset"], 0)];
  refuseNone(limit);
  const entries = orderedBy(collection, orderBy, body["filter"], offset + limit).slice(offset);
  return entries.map(({ point, value }) => ({ ...show(point), version: 0, score: 1, order_value: value }));
}

function refuseFields(collection: Collection, body: Body): void {
  const field = refusedFields.find((name) => isGiven(body[name]));
  if (field !== undefined) throw unsupported(`the field ${field}`);
  if (isGiven(body["using"]) && body["using"] !== "")
    throw wrongInput(`Not existing vector name error: ${String(body["using"])}`);
  collection.checkFilter(body["filter"]);
}

function refuseNone(limit: number): void {
  if (limit === 0) throw invalid("limit", "value 0 invalid, must be 1 or larger");
}

function thresholdOf(body: Body): number | undefined {
  const threshold = body["score_threshold"];
  if (!isGiven(threshold)) return undefined;
  if (typeof threshold === "number") return threshold;
  throw badFormat(`invalid type: ${JSON.stringify(threshold)}, expected f32`);
}

function existing(collection: Collection, given: unknown): Point {
  const id = parseId(given);
  const point = collection.byId.get(id);
  if (!point) throw notFound(`No point with id ${id} found`);
  return point;
}
