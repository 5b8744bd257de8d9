import type { Collection } from "./collection.ts";
import { countFacets } from "./facets.ts";
import { badRequest } from "./failure.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { highlightDocument } from "./highlight.ts";
import { type Hit, type Matches, matchWords } from "./match.ts";
import { sortHits } from "./order.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import type { Document } from "./schema.ts";

/** Answers one search. `given` holds the parameters as they came, from the address or from a body. */
export function search(collection: Collection, given: Record<string, unknown>): Record<string, unknown> {
  const started = performance.now();
  const parameters = readParameters(collection, given);
  const filter = compileFilter(collection, parameters.filterBy);
  const { hits, terms } = matchQuery(collection, filter, parameters);
  const facets = countFacets(collection, hits, parameters.facetBy, parameters.maxFacetValues, parameters.facetQuery);
  const sorted = sortHits(collection, hits, parameters.sortBy, parameters.q === "*");
  const page = sorted.slice(parameters.offset, parameters.offset + parameters.limit);
  return {
    facet_counts: facets,
    found: hits.length,
    hits: page.map((hit) => ({
      document: project(hit.entry.doc, parameters),
      ...highlightDocument(collection, hit.entry.doc, terms, parameters.highlight),
      ...(parameters.q === "*"
        ? {}
        : {
            text_match: hit.textMatch,
            text_match_info: { score: String(hit.textMatch), tokens_matched: hit.tokensMatched },
          }),
    })),
    out_of: collection.byId.size,
    page: parameters.page,
    request_params: {
      collection_name: collection.schema.name,
      first_q: parameters.q,
      per_page: parameters.limit,
      q: parameters.q,
    },
    search_cutoff: false,
    search_time_ms: Math.round(performance.now() - started),
  };
}

/** A document with the fields a request includes or excludes. */
export function project(
  doc: Document,
  { includeFields, excludeFields }: Pick<Parameters, "includeFields" | "excludeFields">,
): object {
  if (includeFields.length === 0 && excludeFields.length === 0) return doc;
  const wanted = ([name]: [string, unknown]): boolean =>
    (includeFields.length === 0 || includeFields.includes(name)) && !excludeFields.includes(name);
  return Object.fromEntries(Object.entries(doc).filter(wanted));
}

function matchQuery(collection: Collection, filter: Filter, parameters: Parameters): Matches {
  const { words, phrases, excluded } = readQuery(collection, parameters.q);
  if (parameters.q === "*" || parameters.q.trim() === "")
    return { hits: listAll(collection, filter), terms: new Set() };
  if (parameters.match.fields.length === 0) throw badRequest("No search fields specified for the query.");
  if (words.length === 0)
    return {
      hits: excluded.length > 0 ? without(collection, listAll(collection, filter), excluded) : [],
      terms: new Set(),
    };
  const matches = matchWords(collection, words, filter, parameters.match);
  const fields = parameters.match.fields.map((field) => field.name);
  const kept = matches.hits.filter(({ entry }) =>
    phrases.every((phrase) => holds(collection, entry.doc, fields, phrase)),
  );
  return { hits: without(collection, kept, excluded), terms: matches.terms };
}

/** Words to find, phrases in quotes that have to stand together, and words after a minus that must not be there. */
function readQuery(collection: Collection, q: string): { words: string[]; phrases: string[]; excluded: string[] } {
  const tokens = (text: string): string[] => collection.tokenize(text).map((word) => word.token);
  const phrases = [...q.matchAll(/"([^"]+)"/g)].map((match) => tokens(match[1] ?? "").join(" "));
  const excluded = [...q.matchAll(/(?:^|\s)-(\S+)/g)].flatMap((match) => tokens(match[1] ?? ""));
  return { words: tokens(q.replace(/(?:^|\s)-\S+/g, " ")), phrases, excluded };
}

function listAll(collection: Collection, filter: Filter): Hit[] {
  const entries = filter.candidates?.flatMap((num) => collection.entry(num) ?? []) ?? collection.entries();
  const hits: Hit[] = [];
  for (const entry of entries) if (filter.test(entry)) hits.push({ entry, textMatch: 0, tokensMatched: 0 });
  return hits;
}

function without(collection: Collection, hits: Hit[], excluded: string[]): Hit[] {
  if (excluded.length === 0) return hits;
  const gone = new Set(excluded.flatMap((word) => collection.terms.get(word)?.docs ?? []));
  return hits.filter((hit) => !gone.has(hit.entry.num));
}

function holds(collection: Collection, doc: Document, fields: string[], phrase: string): boolean {
  return fields.some((field) =>
    collection.texts(doc, field).some((text) => {
      const tokens = collection.tokenize(text).map((word) => word.token);
      return ` ${tokens.join(" ")} `.includes(` ${phrase} `);
    }),
  );
}
