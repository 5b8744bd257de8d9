import { type Body, natural, textOf } from "./body.ts";
import type { Collection } from "./collection.ts";
import { invalid, wrongInput } from "./failure.ts";
import { isFacetable } from "./index-schema.ts";
import { parsePath } from "./json-path.ts";

interface Hit {
  value: unknown;
  count: number;
}

/** How many matching points have each value of a field, most first, equal counts by value. @throws QdrantFailure 400 without a fitting index */
export function facet(collection: Collection, body: Body): { hits: Hit[] } {
  const key = textOf(body, "key");
  parsePath(key);
  const limit = natural(body["limit"], 10);
  if (limit === 0) throw invalid("limit", "value 0 invalid, must be 1 or larger");
  const index = collection.indexes.get(key);
  if (!index || !isFacetable(index.schema)) {
    throw wrongInput(
      `No appropriate index for faceting: \`${key}\`. Please create one to facet on this field. Check https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload schemas support Match conditions`,
    );
  }
  const counts = new Map<unknown, number>();
  for (const { payload } of collection.matching(body["filter"])) {
    for (const value of index.valuesOf(payload)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const hits = [...counts].map(([value, count]) => ({ value, count }));
  return { hits: hits.sort((a, b) => b.count - a.count || compareValues(a.value, b.value)).slice(0, limit) };
}

function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : 1;
  return Number(left) - Number(right);
}
