import type { Collection } from "./collection.ts";
import { fieldValue } from "./document.ts";
import { badRequest, notFound } from "./failure.ts";
import { type Field, isNumeric, isStatic } from "./field.ts";
import type { GroupName } from "./group.ts";
import { endOfLetters } from "./highlight.ts";
import type { Hit } from "./match.ts";
import type { Parameters } from "./parameters.ts";
import { prefixDistance } from "./term-index.ts";

interface FacetCount {
  field_name: string;
  counts: { value: string; highlighted: string; count: number }[];
  sampled: boolean;
  stats: Record<string, number>;
}

/** A field to count, and how its values are listed. */
interface Facet {
  field: Field;
  order?: "asc" | "desc";
}

/** Words that a facet's values have to hold. */
interface FacetQuery {
  name: string;
  words: string[];
}

/**
 * Counts the values of facet fields over the hits, or over their groups when hits are grouped. `facet_query` such as `tags:ne` keeps the
 * values that hold its words, the last one open. @throws TypesenseFailure 400, 404
 */
export function countFacets(
  collection: Collection,
  hits: Hit[],
  parameters: Parameters,
  groupName: GroupName | undefined,
): FacetCount[] {
  const facets = splitFacets(parameters.facetBy).flatMap((part) => readFacet(collection, part));
  const query = readQuery(collection, facets, parameters.facetQuery);
  return facets.map(({ field, order }) => {
    const counts = countValues(field, hits, groupName);
    const wanted = query?.name === field.name ? query.words : [];
    const kept = matching(collection, [...counts.keys()], wanted, parameters.facetQueryTypos);
    const listed = [...kept]
      .map(([value, marks]) => ({
        value: String(value),
        highlighted: marks.length === 0 ? String(value) : mark(String(value), marks, parameters),
        count: counts.get(value) ?? 0,
      }))
      .sort((a, b) => b.count - a.count || a.value.length - b.value.length || (a.value > b.value ? -1 : 1))
      .slice(0, parameters.maxFacetValues);
    if (order) listed.sort((a, b) => (a.value < b.value ? -1 : 1) * (order === "asc" ? 1 : -1));
    const numbers = isNumeric(field.type.replace("[]", "")) ? numberStats(field, hits) : {};
    return { field_name: field.name, counts: listed, sampled: false, stats: { ...numbers, total_values: kept.size } };
  });
}

function splitFacets(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Reads `field`, `fie*` or `field(sort_by: _alpha:asc)`. */
function readFacet(collection: Collection, part: string): Facet[] {
  const known = collection.schema.fields.filter((field) => field.facet && isStatic(field));
  if (part.endsWith("*")) {
    const found = known.filter((field) => field.name.startsWith(part.slice(0, -1)));
    if (found.length > 0) return found.map((field) => ({ field }));
    throw notFound(`Could not find a facet field for \`${part}\` in the schema.`);
  }
  const [, name = "", option] = /^([^()]*)(?:\((.*)\))?$/.exec(part) ?? [];
  if (name === "") throw badRequest("Invalid facet format.");
  const field = known.find((candidate) => candidate.name === name);
  if (!field) throw notFound(`Could not find a facet field named \`${name}\` in the schema.`);
  if (option === undefined) return [{ field }];
  const [, order] = /^\s*sort_by\s*:\s*_alpha\s*:\s*(asc|desc)\s*$/.exec(option) ?? [];
  if (!order) throw badRequest(`Invalid facet param \`${option.split(":")[0]?.trim()}\`.`);
  if (!field.type.startsWith("string")) throw badRequest("Facet field should be string type to apply alpha sort.");
  return [{ field, order: order as "asc" | "desc" }];
}

function readQuery(collection: Collection, facets: Facet[], text: string | undefined): FacetQuery | undefined {
  if (!text) return undefined;
  const colon = text.indexOf(":");
  if (colon < 0) throw badRequest("Facet query must be in the `facet_field: value` format.");
  if (facets.length === 0) throw badRequest("The `facet_query` parameter is supplied without a `facet_by` parameter.");
  const name = text.slice(0, colon).trim();
  if (text.slice(colon + 1).trim() === "") return undefined;
  if (!facets.some(({ field }) => field.name === name))
    throw badRequest(`Facet query refers to a facet field \`${name}\` that is not part of \`facet_by\` parameter.`);
  return { name, words: collection.tokenize(text.slice(colon + 1)).map((word) => word.token) };
}

function countValues(field: Field, hits: Hit[], groupName: GroupName | undefined): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  const seen = new Set<string>();
  for (const hit of hits) {
    const found = fieldValue(hit.entry.doc, field.name);
    if (found === undefined) continue;
    for (const value of Array.isArray(found) ? new Set(found as unknown[]) : [found]) {
      const once = groupName && `${typeof value} ${String(value)} in ${groupName(hit)}`;
      if (once !== undefined && seen.has(once)) continue;
      if (once !== undefined) seen.add(once);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

/** The values that hold all the words, with where they do; with typing errors only when nothing holds them as they are. */
function matching(
  collection: Collection,
  values: unknown[],
  words: string[],
  typosMax: number,
): Map<unknown, [number, number][]> {
  if (words.length === 0) return new Map(values.map((value) => [value, []]));
  for (let typos = 0; typos <= Math.min(2, typosMax); typos++) {
    const found = values.flatMap((value): [unknown, [number, number][]][] => {
      const marks = holds(collection, String(value), words, typos);
      return marks ? [[value, marks]] : [];
    });
    if (found.length > 0) return new Map(found);
  }
  return new Map();
}

function holds(collection: Collection, value: string, words: string[], typos: number): [number, number][] | undefined {
  const tokens = collection.tokenize(value);
  const marks: [number, number][] = [];
  for (const [index, word] of words.entries()) {
    const open = index === words.length - 1;
    const tolerated = word.length < 4 ? 0 : typos;
    const token = tokens.find((candidate) => {
      if (!open && Math.abs(candidate.token.length - word.length) > tolerated) return false;
      return prefixDistance(word, candidate.token, tolerated) <= tolerated;
    });
    if (!token) return undefined;
    marks.push([token.start, open ? endOfLetters(value, token.start, token.end, word.length) : token.end]);
  }
  return marks.sort(([a], [b]) => a - b);
}

function mark(value: string, marks: [number, number][], { highlight }: Parameters): string {
  let shown = "";
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue;
    shown += value.slice(at, start) + highlight.startTag + value.slice(start, end) + highlight.endTag;
    at = end;
  }
  return shown + value.slice(at);
}

function numberStats(field: Field, hits: Hit[]): Record<string, number> {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const { entry } of hits) {
    for (const value of [fieldValue(entry.doc, field.name) ?? []].flat() as number[]) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count++;
    }
  }
  return count === 0 ? {} : { min, max, sum, avg: sum / count };
}
