import type { Collection } from "./collection.ts";
import { badRequest, notFound } from "./failure.ts";
import type { HighlightOptions } from "./highlight.ts";
import type { MatchOptions, SearchField } from "./match.ts";
import { isText } from "./schema.ts";

const PAGE_MAX = 250;
const unsupported = [
  "vector_query",
  "group_by",
  "pinned_hits",
  "hidden_hits",
  "preset",
  "conversation",
  "voice_query",
  "stopwords",
  "nl_query",
  "union",
];

/** The parameters of a search, read and checked. */
export interface Parameters {
  q: string;
  filterBy: string | undefined;
  sortBy: string[];
  facetBy: string[];
  facetQuery: string | undefined;
  maxFacetValues: number;
  page: number;
  offset: number;
  limit: number;
  includeFields: string[];
  excludeFields: string[];
  match: MatchOptions;
  highlight: HighlightOptions;
}

/** @throws TypesenseFailure 400 for bad values and parameters this server does not have, 404 for unknown fields */
export function readParameters(collection: Collection, given: Record<string, unknown>): Parameters {
  const refused = unsupported.find(
    (name) => given[name] !== undefined && given[name] !== "" && given[name] !== false && given[name] !== "false",
  );
  if (refused) throw badRequest(`Parameter \`${refused}\` is not supported by this server.`);
  const text = (name: string): string | undefined => (given[name] === undefined ? undefined : String(given[name]));
  const number = (name: string, otherwise: number): number => {
    const value = text(name) === undefined || text(name) === "" ? otherwise : Number(text(name));
    if (Number.isInteger(value) && value >= 0) return value;
    throw badRequest(`Parameter \`${name}\` must be an unsigned integer.`);
  };
  const limit = number("limit", number("per_page", 10));
  if (limit > PAGE_MAX) throw badRequest(`Only upto ${PAGE_MAX} hits can be fetched per page.`);
  const page = Math.max(1, number("page", 1));
  const fields = readFields(collection, text);
  const highlighted = splitList(text("highlight_fields"));
  return {
    q: text("q") ?? "*",
    filterBy: text("filter_by"),
    sortBy: splitList(text("sort_by")),
    facetBy: splitList(text("facet_by")),
    facetQuery: text("facet_query"),
    maxFacetValues: number("max_facet_values", 10),
    page,
    offset: number("offset", (page - 1) * limit),
    limit,
    includeFields: splitList(text("include_fields")),
    excludeFields: splitList(text("exclude_fields")),
    match: {
      fields,
      minLength1: number("min_len_1typo", 4),
      minLength2: number("min_len_2typo", 7),
      typoTokensThreshold: number("typo_tokens_threshold", 1),
      dropTokensThreshold: number("drop_tokens_threshold", 1),
      prioritizeExactMatch: text("prioritize_exact_match") !== "false",
    },
    highlight: {
      fields:
        highlighted.length > 0 ? highlighted.filter((name) => name !== "none") : fields.map((field) => field.name),
      fullFields: splitList(text("highlight_full_fields")),
      startTag: text("highlight_start_tag") ?? "<mark>",
      endTag: text("highlight_end_tag") ?? "</mark>",
      affixTokens: number("highlight_affix_num_tokens", 4),
      snippetThreshold: number("snippet_threshold", 30),
    },
  };
}

/** A list written with commas. */
export function splitList(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function readFields(collection: Collection, text: (name: string) => string | undefined): SearchField[] {
  const names = splitList(text("query_by"));
  const weights = splitList(text("query_by_weights")).map(Number);
  if (weights.length > 0 && weights.length !== names.length) {
    throw badRequest("Number of weights in `query_by_weights` does not match number of `query_by` fields.");
  }
  const perField = (name: string, otherwise: string): ((index: number) => string) => {
    const values = splitList(text(name));
    return (index) => values[index] ?? (values.length === 1 ? values[0] : undefined) ?? otherwise;
  };
  const [typos, prefix, infix] = [perField("num_typos", "2"), perField("prefix", "true"), perField("infix", "off")];
  return names.map((name, index) => {
    const field = collection.schema.fields.find((known) => known.name === name);
    if (!field) throw notFound(`Could not find a field named \`${name}\` in the schema.`);
    if (!isText(field.type)) throw badRequest(`Field \`${name}\` should be a string or a string array.`);
    const mode = infix(index) as SearchField["infix"];
    if (mode !== "off" && !field.infix)
      throw badRequest(
        `Could not find \`${name}\` in the infix index. Make sure to enable infix search by specifying \`infix: true\` in the schema.`,
      );
    return {
      name,
      bit: collection.textFields.indexOf(name),
      weight: Math.min(127, weights[index] ?? names.length - index),
      typos: Math.min(2, Number(typos(index))),
      prefix: prefix(index) !== "false",
      infix: mode,
    };
  });
}
