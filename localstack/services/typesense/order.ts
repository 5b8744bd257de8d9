import type { Collection } from "./collection.ts";
import { fieldValue } from "./document.ts";
import { badRequest, notFound } from "./failure.ts";
import { isStatic } from "./field.ts";
import type { Hit } from "./match.ts";

const SORT_FIELDS_MAX = 3;

type Value = number | string | undefined;

/** One thing to sort by: its value for a hit, the direction and where hits without one go. */
interface SortKey {
  value(hit: Hit): Value;
  sign: 1 | -1;
  missing: "first" | "last";
}

/** What `sort_by` may be about beside fields. */
export interface SortContext {
  listing: boolean;
  /** How many hits the group of a hit has, when hits are grouped. */
  groupSize?: ((hit: Hit) => number) | undefined;
}

/**
 * Orders hits by `sort_by`, then by relevance where there is one and it was not named; without `sort_by` by relevance and the default
 * sorting field. Ties show the youngest document first. @throws TypesenseFailure 400, 404
 */
export function sortHits(collection: Collection, hits: Hit[], sortBy: string, context: SortContext): Hit[] {
  const keys = readKeys(collection, sortBy, context);
  return hits.sort((a, b) => {
    for (const key of keys) {
      const result = compare(key, key.value(a), key.value(b));
      if (result !== 0) return result;
    }
    return b.entry.place - a.entry.place;
  });
}

function readKeys(collection: Collection, sortBy: string, context: SortContext): SortKey[] {
  const relevance: SortKey = { value: (hit) => hit.textMatch, sign: -1, missing: "last" };
  const parts = splitOutsideParentheses(sortBy);
  if (parts.length > SORT_FIELDS_MAX) throw badRequest(`Only upto ${SORT_FIELDS_MAX} sort fields are allowed.`);
  const keys = parts.map((part) => readKey(collection, part, context));
  if (parts.length === 0) {
    const fallback = collection.schema.default_sorting_field;
    if (!context.listing) keys.push(relevance);
    if (fallback) keys.push(readKey(collection, `${fallback}:desc`, context));
  } else if (
    !context.listing &&
    keys.length < SORT_FIELDS_MAX &&
    !parts.some((part) => part.startsWith("_text_match"))
  ) {
    keys.push(relevance);
  }
  return keys;
}

function readKey(collection: Collection, part: string, context: SortContext): SortKey {
  const match = /^(.+?)\s*(?:\((.*)\))?\s*:\s*(\w+)$/.exec(part);
  if (!match) throw badRequest("Parameter `sort_by` is malformed.");
  const [, name = "", option, order = ""] = match;
  const direction = order.toUpperCase();
  if (direction !== "ASC" && direction !== "DESC")
    throw badRequest(`Order for field\` ${name}\` should be either ASC or DESC.`);
  const sign = direction === "DESC" ? -1 : 1;
  if (name === "_text_match" && option === undefined) return { value: (hit) => hit.textMatch, sign, missing: "last" };
  if (name === "_group_found") {
    const { groupSize } = context;
    if (!groupSize) throw notFound("group_by parameters should not be empty when using sort_by group_found");
    return { value: groupSize, sign, missing: "last" };
  }
  const field = collection.schema.fields.find((known) => known.name === name && isStatic(known));
  if (!field?.sort || !field.index)
    throw notFound(`Could not find a field named \`${name}\` in the schema for sorting.`);
  const missing = readMissing(name, option) ?? (field.type === "string" && sign === -1 ? "first" : "last");
  return { value: (hit) => sortable(fieldValue(hit.entry.doc, name)), sign, missing };
}

/** Where `field(missing_values: first)` wants documents without a value; undefined is as usual. */
function readMissing(name: string, option: string | undefined): SortKey["missing"] | undefined {
  if (option === undefined) return undefined;
  const [, place] = /^\s*missing_values\s*:\s*(first|last|normal)\s*$/.exec(option) ?? [];
  if (!place) throw badRequest(`Bad syntax for sorting field \`${name}\`.`);
  return place === "normal" ? undefined : (place as SortKey["missing"]);
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const char of text) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  return parts.map((item) => item.trim()).filter((item) => item !== "");
}

function sortable(value: unknown): Value {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" ? value : undefined;
}

function compare({ sign, missing }: SortKey, left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === undefined) return missing === "first" ? -1 : 1;
  if (right === undefined) return missing === "first" ? 1 : -1;
  return left < right ? -sign : sign;
}
