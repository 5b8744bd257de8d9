import { type Body, bodiesOf, isGiven, natural } from "./body.ts";
import type { Collection } from "./collection.ts";
import { badFormat, invalid, notFound, wrongInput } from "./failure.ts";
import { orderedBy } from "./order.ts";
import { compareIds, type Point, type PointId, parseId } from "./point.ts";
import { changePoints } from "./point-writes.ts";
import { refuse } from "./refusals.ts";
import type { RouteRequest } from "./request.ts";
import { query, search } from "./search.ts";
import { parseShow } from "./show.ts";

const reads: Record<string, (collection: Collection, body: Body) => unknown> = {
  "": retrieve,
  search,
  "search/batch": (collection, body) => bodiesOf(body, "searches").map((one) => search(collection, one)),
  query: (collection, body) => ({ points: query(collection, body) }),
  "query/batch": (collection, body) => bodiesOf(body, "searches").map((one) => ({ points: query(collection, one) })),
  scroll,
  count: (collection, body) => ({ count: count(collection, body["filter"]) }),
};

/** Answers a request below `/collections/<name>/points`; `action` is the rest of the path, such as `query/batch`. */
export function routePoints(name: string, action: string, request: RouteRequest): unknown {
  const { method, body, store } = request;
  if (method === "GET" && action !== "" && !action.includes("/"))
    return single(store.collection(name).collection, action);
  const read = method === "POST" ? reads[action] : undefined;
  if (read) return read(store.collection(name).collection, body);
  return changePoints(name, action, request) ?? refuse(request);
}

function single(collection: Collection, text: string): unknown {
  const id = idInPath(text);
  const point = collection.byId.get(id);
  if (!point) throw notFound(`Point with id ${id} does not exists!`);
  return parseShow(collection, {}, true, true)(point);
}

function idInPath(text: string): PointId {
  try {
    return parseId(/^\d+$/.test(text) ? Number(text) : text);
  } catch {
    throw wrongInput(`Can not recognize "${text}" as point id`);
  }
}

function retrieve(collection: Collection, body: Body): unknown[] {
  if (!Array.isArray(body["ids"])) throw badFormat("missing field `ids`");
  const show = parseShow(collection, body, true);
  return body["ids"].map(parseId).flatMap((id) => {
    const point = collection.byId.get(id);
    return point ? show(point) : [];
  });
}

function scroll(collection: Collection, body: Body): unknown {
  const limit = natural(body["limit"], 10);
  if (limit === 0) throw invalid("limit", "value 0 invalid, must be 1 or larger");
  const show = parseShow(collection, body, true);
  const { filter, offset, order_by: orderBy } = body;
  if (isGiven(orderBy)) {
    if (isGiven(offset)) {
      throw wrongInput(
        "Cannot use an `offset` when using `order_by`. The alternative for paging is to use `order_by.start_from` and a filter to exclude the IDs that you've already seen for the `order_by.start_from` value",
      );
    }
    const entries = orderedBy(collection, orderBy, filter, limit);
    return {
      points: entries.map(({ point, value }) => ({ ...show(point), order_value: value })),
      next_page_offset: null,
    };
  }
  const points = collection.ordered(filter);
  const from = isGiven(offset) ? firstFrom(points, parseId(offset)) : 0;
  return {
    points: points.slice(from, from + limit).map(show),
    next_page_offset: points[from + limit]?.id ?? null,
  };
}

/** The place of the first point whose id is this one or comes after it. */
function firstFrom(points: Point[], id: PointId): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point && compareIds(point.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function count(collection: Collection, filter: unknown): number {
  if (!isGiven(filter)) return collection.byId.size;
  let found = 0;
  for (const _ of collection.matching(filter)) found++;
  return found;
}
