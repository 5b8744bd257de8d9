import type { Collection } from "./collection.ts";
import { badRequest, notFound } from "./failure.ts";
import type { Hit } from "./match.ts";
import { fieldValue, isNumeric } from "./schema.ts";
import { exactKey } from "./tokenize.ts";

interface FacetCount {
  field_name: string;
  counts: { value: string; highlighted: string; count: number }[];
  sampled: boolean;
  stats: Record<string, number>;
}

/** Counts the values of facet fields over the hits; `query` such as `tags:ne` keeps values that begin like it. */
export function countFacets(
  collection: Collection,
  hits: Hit[],
  names: string[],
  max: number,
  query: string | undefined,
): FacetCount[] {
  return names.map((name) => {
    const field = collection.schema.fields.find((known) => known.name === name);
    if (!field?.facet) {
      if (/[()]/.test(name)) throw badRequest(`Facet options of \`${name}\` are not supported by this server.`);
      throw notFound(`Could not find a facet field named \`${name}\` in the schema.`);
    }
    const counts = new Map<unknown, number>();
    for (const { entry } of hits) {
      for (const value of new Set([fieldValue(entry.doc, name) ?? []].flat()))
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const wanted = query?.startsWith(`${name}:`) ? exactKey(collection.tokenize, query.slice(name.length + 1)) : "";
    const listed = [...counts]
      .map(([value, count]) => ({ value: String(value), highlighted: String(value), count }))
      .filter(({ value }) => wanted === "" || ` ${exactKey(collection.tokenize, value)}`.includes(` ${wanted}`))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, max);
    const numbers = isNumeric(field.type.replace("[]", "")) ? numberStats(counts as Map<number, number>) : {};
    return { field_name: name, counts: listed, sampled: false, stats: { ...numbers, total_values: counts.size } };
  });
}

function numberStats(counts: Map<number, number>): Record<string, number> {
  if (counts.size === 0) return {};
  const values = [...counts.keys()];
  let sum = 0;
  let all = 0;
  for (const [value, count] of counts) {
    sum += value * count;
    all += count;
  }
  return { min: Math.min(...values), max: Math.max(...values), sum, avg: sum / all };
}
