import type { Collection } from "./collection.ts";
import type { Document } from "./document.ts";
import { countFacets } from "./facets.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { hasPhrase } from "./filter-text.ts";
import { type Group, type GroupName, groupHits, grouping } from "./group.ts";
import { type Highlights, highlightDocument } from "./highlight.ts";
import { type Hit, type Matches, matchWords, type Relevance } from "./match.ts";
import { sortHits } from "./order.ts";
import { isListing, type Parameters, readParameters } from "./parameters.ts";
import { project } from "./projection.ts";

const irrelevant: Relevance & { textMatch: number } = {
  textMatch: 0,
  tokensMatched: 0,
  fieldsMatched: 0,
  bestWeight: 0,
  cost: 0,
};

/** Answers one search. `given` holds the parameters as they came, from the address or from a body. */
export function search(collection: Collection, given: Record<string, unknown>): Record<string, unknown> {
  const started = performance.now();
  const parameters = readParameters(collection, given);
  const filter = compileFilter(collection, parameters.filterBy);
  const groupName =
    parameters.groupBy.length > 0 ? grouping(collection, parameters.groupBy, parameters.groupMissing) : undefined;
  const { hits, terms } = matchQuery(collection, filter, parameters);
  const facets = countFacets(collection, hits, parameters, groupName);
  const groupSize = groupName && sizeOfGroup(hits, groupName);
  const sorted = sortHits(collection, hits, parameters.sortBy, { listing: isListing(parameters.q), groupSize });
  const show = (hit: Hit): object => showHit(collection, hit, terms, parameters);
  const page = <Item>(items: Item[]): Item[] =>
    items.slice(parameters.offset, Math.min(parameters.offset + parameters.perPage, parameters.limitHits));
  const groups = groupName && groupHits(sorted, parameters.groupBy, groupName);
  return {
    facet_counts: facets,
    ...(groups
      ? {
          found: groups.length,
          found_docs: hits.length,
          grouped_hits: page(groups).map((group) => showGroup(group, parameters.groupLimit, show)),
        }
      : { found: hits.length, hits: page(sorted).map(show) }),
    out_of: collection.byId.size,
    ...(parameters.page === undefined ? { offset: parameters.offset } : { page: parameters.page }),
    request_params: {
      collection_name: collection.schema.name,
      first_q: parameters.q,
      per_page: parameters.perPage,
      q: parameters.q,
    },
    search_cutoff: false,
    search_time_ms: Math.round(performance.now() - started),
  };
}

function sizeOfGroup(hits: Hit[], groupName: GroupName): (hit: Hit) => number {
  const sizes = new Map<string, number>();
  for (const hit of hits) sizes.set(groupName(hit), (sizes.get(groupName(hit)) ?? 0) + 1);
  return (hit) => sizes.get(groupName(hit)) ?? 0;
}

function showGroup({ key, hits }: Group, limit: number, show: (hit: Hit) => object): object {
  return { found: hits.length, group_key: key, hits: hits.slice(0, limit).map(show) };
}

function showHit(collection: Collection, hit: Hit, terms: Map<string, number>, parameters: Parameters): object {
  const shown: { document: object } & Highlights = {
    document: project(hit.entry.doc, parameters),
    ...highlightDocument(collection, hit.entry.doc, terms, parameters.highlight),
  };
  if (isListing(parameters.q)) return shown;
  const words = collection.tokenize(parameters.q).length;
  return {
    ...shown,
    text_match: hit.textMatch,
    text_match_info: {
      best_field_score: String(hit.textMatch),
      best_field_weight: hit.bestWeight,
      fields_matched: hit.fieldsMatched,
      num_tokens_dropped: Math.max(0, words - hit.tokensMatched),
      score: String(hit.textMatch),
      tokens_matched: hit.tokensMatched,
      typo_prefix_score: hit.cost,
    },
  };
}

function matchQuery(collection: Collection, filter: Filter, parameters: Parameters): Matches {
  if (isListing(parameters.q)) return { hits: listAll(collection, filter), terms: new Map() };
  const { words, phrases, excluded } = readQuery(collection, parameters.q);
  const fields = parameters.match.fields.map((field) => field.name);
  if (words.length === 0) {
    const all = excluded.length > 0 ? listAll(collection, filter) : [];
    return { hits: without(collection, all, excluded, fields), terms: new Map() };
  }
  const matches = matchWords(collection, words, filter, parameters.match);
  const kept = matches.hits.filter(({ entry }) =>
    phrases.every((phrase) => holds(collection, entry.doc, fields, phrase)),
  );
  return { hits: without(collection, kept, excluded, fields), terms: matches.terms };
}

/** Words to find, phrases in quotes that have to stand together, and words or phrases after a minus that must not be there. */
function readQuery(collection: Collection, q: string): { words: string[]; phrases: string[][]; excluded: string[][] } {
  const tokens = (text = ""): string[] => collection.tokenize(text).map((word) => word.token);
  const minus = /(?:^|\s)-(?:"([^"]+)"|(\S+))/g;
  const excluded = [...q.matchAll(minus)].map((match) => tokens(match[1] ?? match[2]));
  const rest = q.replace(minus, " ");
  const phrases = [...rest.matchAll(/"([^"]+)"/g)].map((match) => tokens(match[1]));
  return { words: tokens(rest), phrases, excluded: excluded.filter((phrase) => phrase.length > 0) };
}

function listAll(collection: Collection, filter: Filter): Hit[] {
  const entries = filter.candidates?.list().flatMap((num) => collection.entry(num) ?? []) ?? collection.entries();
  const hits: Hit[] = [];
  for (const entry of entries) if (filter.test(entry)) hits.push({ entry, ...irrelevant });
  return hits;
}

function without(collection: Collection, hits: Hit[], excluded: string[][], fields: string[]): Hit[] {
  if (excluded.length === 0) return hits;
  return hits.filter(({ entry }) => !excluded.some((phrase) => holds(collection, entry.doc, fields, phrase)));
}

function holds(collection: Collection, doc: Document, fields: string[], phrase: string[]): boolean {
  return fields.some((field) =>
    collection.texts(doc, field).some((text) =>
      hasPhrase(
        collection.tokenize(text).map((word) => word.token),
        phrase,
      ),
    ),
  );
}
