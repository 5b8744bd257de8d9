import type { Bounds, CollectionIndex } from "./collection-index.ts";
import { bsonType, type Doc, isDoc } from "./values.ts";

/** How to read a collection for a filter and a sort. */
export interface Plan {
  index: CollectionIndex;
  leadingValues: unknown[];
  bounds: Bounds;
  /** The rows come in the order the sort asks for. */
  sorted: boolean;
  descending: boolean;
}

interface Conditions {
  equal: Map<string, unknown>;
  bounds: Map<string, Bounds>;
}

/** Chooses the index with the longest prefix under equality; undefined means every document has to be looked at. */
export function choosePlan(indexes: Iterable<CollectionIndex>, filter: Doc, sort: Doc): Plan | undefined {
  const conditions = readConditions(filter);
  let best: { plan: Plan; score: number } | undefined;
  for (const index of indexes) {
    if (index.multikey || !index.complete) continue;
    if (!index.leading.every((field) => conditions.equal.has(field))) continue;
    const bounds = boundsOf(conditions, index.last);
    const order = Object.entries(sort).filter(([field]) => !conditions.equal.has(field));
    const sorted = order.length === 0 || (order.length === 1 && order[0]?.[0] === index.last);
    const narrowed = Object.keys(bounds).length;
    if (index.leading.length === 0 && narrowed === 0 && !(sorted && order.length > 0)) continue;
    const score = index.leading.length * 4 + narrowed + (sorted ? 1 : 0);
    if (best && best.score >= score) continue;
    const descending = order.length === 1 && Number(order[0]?.[1]) < 0;
    const leadingValues = index.leading.map((field) => conditions.equal.get(field));
    best = { plan: { index, leadingValues, bounds, sorted, descending }, score };
  }
  return best?.plan;
}

function boundsOf(conditions: Conditions, field: string): Bounds {
  if (!conditions.equal.has(field)) return conditions.bounds.get(field) ?? {};
  const value = conditions.equal.get(field);
  return { from: value, to: value };
}

function readConditions(filter: Doc, into: Conditions = { equal: new Map(), bounds: new Map() }): Conditions {
  for (const [field, condition] of Object.entries(filter)) {
    if (field === "$and" && Array.isArray(condition)) for (const part of condition) readConditions(part as Doc, into);
    if (field.startsWith("$")) continue;
    if (isDoc(condition) && Object.keys(condition)[0]?.startsWith("$")) readOperators(field, condition, into);
    else if (isPoint(condition)) into.equal.set(field, condition);
  }
  return into;
}

function readOperators(field: string, condition: Doc, into: Conditions): void {
  const bounds: Bounds = { ...into.bounds.get(field) };
  for (const [operator, value] of Object.entries(condition)) {
    if (!isPoint(value)) continue;
    if (operator === "$eq") into.equal.set(field, value);
    if (operator === "$gt" || operator === "$gte") bounds.from = value;
    if (operator === "$lt" || operator === "$lte") bounds.to = value;
  }
  if (Object.keys(bounds).length > 0) into.bounds.set(field, bounds);
}

function isPoint(value: unknown): boolean {
  if (Array.isArray(value) || value instanceof RegExp || isDoc(value)) return false;
  return bsonType(value) !== "BSONRegExp";
}
