import { type Body, isBody, isGiven } from "./body.ts";
import type { Collection } from "./collection.ts";
import { badFormat, wrongInput } from "./failure.ts";
import { isOrderable } from "./index-schema.ts";
import { parsePath } from "./json-path.ts";
import { parseMoment } from "./moment.ts";
import { compareIds, type Point } from "./point.ts";

interface Entry {
  point: Point;
  value: number;
}

/** Matching points ordered by a payload field; one with several values comes once for each. @throws QdrantFailure 400 without a range index */
export function orderedBy(collection: Collection, orderBy: unknown, filter: unknown, limit: number): Entry[] {
  const order = isBody(orderBy) ? orderBy : { key: orderBy };
  if (typeof order["key"] !== "string")
    throw badFormat("Expected a string, or an object with a key, direction and/or start_from");
  const { key } = order;
  parsePath(key);
  const sign = directionOf(order) === "desc" ? -1 : 1;
  const start = startOf(order);
  const index = collection.indexes.get(key);
  if (!index || !isOrderable(index.schema)) {
    throw wrongInput(
      `No range index for \`order_by\` key: \`${key}\`. Please create one to use \`order_by\`. Check https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload schemas support Range conditions`,
    );
  }
  return [...collection.matching(filter)]
    .flatMap((point) => index.orderValues(point.payload).map((value) => ({ point, value })))
    .filter(({ value }) => start === undefined || sign * (value - start) >= 0)
    .sort((a, b) => sign * (a.value - b.value || compareIds(a.point.id, b.point.id)))
    .slice(0, limit);
}

function directionOf(order: Body): "asc" | "desc" {
  const direction = order["direction"] ?? "asc";
  if (direction === "asc" || direction === "desc") return direction;
  throw badFormat("Expected a string, or an object with a key, direction and/or start_from");
}

function startOf(order: Body): number | undefined {
  const start = order["start_from"];
  if (!isGiven(start)) return undefined;
  const value = typeof start === "string" ? parseMoment(start) : Number(start);
  if (!Number.isNaN(value)) return value;
  throw badFormat("Expected a string, or an object with a key, direction and/or start_from");
}
