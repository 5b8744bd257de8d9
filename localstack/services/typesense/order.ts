import type { Collection } from "./collection.ts";
import { badRequest, notFound } from "./failure.ts";
import type { Hit } from "./match.ts";
import { fieldValue } from "./schema.ts";

const SORT_FIELDS_MAX = 3;

type Key = (hit: Hit) => number | string | undefined;

/** Orders hits by `sort_by`, else by relevance and the default sorting field; ties show the youngest first, missing values come last. */
export function sortHits(collection: Collection, hits: Hit[], sortBy: string[], listing: boolean): Hit[] {
  const fallback = collection.schema.default_sorting_field;
  const asked =
    sortBy.length > 0 ? sortBy : [...(listing ? [] : ["_text_match:desc"]), ...(fallback ? [`${fallback}:desc`] : [])];
  if (asked.length > SORT_FIELDS_MAX) throw badRequest(`Only upto ${SORT_FIELDS_MAX} sort_by fields are supported.`);
  const keys = asked.map((part) => readKey(collection, part));
  return hits.sort((a, b) => {
    for (const { key, sign } of keys) {
      const result = compare(key(a), key(b), sign);
      if (result !== 0) return result;
    }
    return b.entry.num - a.entry.num;
  });
}

function readKey(collection: Collection, part: string): { key: Key; sign: number } {
  const match = /^([\w.]+)\s*:\s*(asc|desc)$/i.exec(part.trim());
  if (!match)
    throw badRequest(`Parameter \`sort_by\` is malformed or asks for what this server does not support: \`${part}\``);
  const [, name = "", direction = ""] = match;
  const sign = direction.toLowerCase() === "desc" ? -1 : 1;
  if (name === "_text_match") return { key: (hit) => hit.textMatch, sign };
  const field = collection.schema.fields.find((known) => known.name === name);
  if (!field?.sort) throw notFound(`Could not find a field named \`${name}\` in the schema for sorting.`);
  return { key: (hit) => sortable(fieldValue(hit.entry.doc, name)), sign };
}

function sortable(value: unknown): number | string | undefined {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" ? value : undefined;
}

function compare(left: number | string | undefined, right: number | string | undefined, sign: number): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return left < right ? -sign : sign;
}
