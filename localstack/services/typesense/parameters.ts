import type { Collection } from "./collection.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import type { HighlightOptions } from "./highlight.ts";
import type { MatchOptions } from "./match.ts";
import { readSearchFields } from "./search-fields.ts";

const PAGE_MAX = 250;
const GROUP_MAX = 99;

/** Parameters that would change the answer and that this server does not have, each with what it says to them. */
const refusals: Record<string, (value: string) => TypesenseFailure | undefined> = {
  vector_query: (value) => badRequest(`Field \`${value.split(":")[0]?.trim()}\` does not have a vector query index.`),
  stopwords: (value) => notFound(`Could not find the stopword set named \`${value}\`.`),
  conversation: () => badRequest("`conversation_model_id` is needed if conversation is enabled."),
  pinned_hits: () => unsupported("pinned_hits"),
  hidden_hits: () => unsupported("hidden_hits"),
  preset: () => unsupported("preset"),
  voice_query: () => unsupported("voice_query"),
  nl_query: () => unsupported("nl_query"),
  union: () => unsupported("union"),
  prioritize_token_position: () => unsupported("prioritize_token_position"),
  pre_segmented_query: () => unsupported("pre_segmented_query"),
  facet_return_parent: () => unsupported("facet_return_parent"),
  synonym_sets: () => unsupported("synonym_sets"),
  text_match_type: (value) => (value === "max_score" ? undefined : unsupported("text_match_type")),
};

/** The parameters of a search, read and checked. */
export interface Parameters {
  q: string;
  filterBy: string | undefined;
  sortBy: string;
  facetBy: string;
  facetQuery: string | undefined;
  facetQueryTypos: number;
  maxFacetValues: number;
  groupBy: string[];
  groupLimit: number;
  groupMissing: boolean;
  /** Undefined when only an offset was given. */
  page: number | undefined;
  offset: number;
  perPage: number;
  limitHits: number;
  includeFields: string[];
  excludeFields: string[];
  match: MatchOptions;
  highlight: HighlightOptions;
}

/** Reads parameters as they came, from an address or from JSON. */
export interface Reader {
  text(name: string): string | undefined;
  number(name: string, otherwise: number): number;
  list(name: string): string[];
}

/** @throws TypesenseFailure 400, 404 and 422 for bad values, unknown fields and parameters this server does not have */
export function readParameters(collection: Collection, given: Record<string, unknown>): Parameters {
  const read = reader(given);
  for (const [name, refuse] of Object.entries(refusals)) {
    const value = read.text(name) ?? "";
    const refusal = value === "" || value === "false" ? undefined : refuse(value);
    if (refusal) throw refusal;
  }
  const q = read.text("q");
  if (q === undefined) throw badRequest("Parameter `q` is required.");
  const listing = isListing(q);
  if (!listing && read.list("query_by").length === 0) throw badRequest("No search fields specified for the query.");
  const groupBy = read.list("group_by");
  const groupLimit = read.number("group_limit", 3);
  if (groupBy.length > 0 && (groupLimit === 0 || groupLimit > GROUP_MAX))
    throw badRequest(`Value of \`group_limit\` must be between 1 and ${GROUP_MAX}.`);
  const fields = readSearchFields(collection, read);
  const highlighted = read.list("highlight_fields");
  return {
    q,
    filterBy: read.text("filter_by"),
    sortBy: read.text("sort_by") ?? "",
    facetBy: read.text("facet_by") ?? "",
    facetQuery: read.text("facet_query"),
    facetQueryTypos: read.number("facet_query_num_typos", 2),
    maxFacetValues: read.number("max_facet_values", 10),
    groupBy,
    groupLimit,
    groupMissing: read.text("group_missing_values") !== "false",
    ...readPage(read),
    limitHits: read.number("limit_hits", 1_000_000),
    includeFields: read.list("include_fields"),
    excludeFields: read.list("exclude_fields"),
    match: {
      fields,
      minLength1: read.number("min_len_1typo", 4),
      minLength2: read.number("min_len_2typo", 7),
      typoTokensThreshold: read.number("typo_tokens_threshold", 1),
      dropTokensThreshold: read.number("drop_tokens_threshold", 1),
      dropMode: readDropMode(read.text("drop_tokens_mode")),
      prioritizeExactMatch: read.text("prioritize_exact_match") !== "false",
    },
    highlight: {
      fields: highlighted.length > 0 ? highlighted : fields.map((field) => field.name),
      fullFields: read.list("highlight_full_fields"),
      startTag: read.text("highlight_start_tag") ?? "<mark>",
      endTag: read.text("highlight_end_tag") ?? "</mark>",
      affixTokens: read.number("highlight_affix_num_tokens", 4),
      snippetThreshold: read.number("snippet_threshold", 30),
      v1: read.text("enable_highlight_v1") !== "false",
    },
  };
}

/** True for a question that asks for every document. */
export function isListing(q: string): boolean {
  return q.trim() === "*" || q.trim() === "";
}

/** A list written with commas. */
export function splitList(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function reader(given: Record<string, unknown>): Reader {
  const text = (name: string): string | undefined => {
    const value = given[name];
    return value === undefined || value === null ? undefined : String(value);
  };
  return {
    text,
    number: (name, otherwise) => {
      const value = text(name);
      if (value === undefined) return otherwise;
      if (/^\d+$/.test(value) && Number(value) < 2 ** 32) return Number(value);
      throw badRequest(`Parameter \`${name}\` must be an unsigned integer.`);
    },
    list: (name) => splitList(text(name)),
  };
}

/** A page wins over an offset, unless only an offset was given. A question about facet values alone wants no hits. */
function readPage(read: Reader): Pick<Parameters, "page" | "offset" | "perPage"> {
  const otherwise = read.text("facet_query") ? 0 : 10;
  const perPage = read.number("limit", read.number("per_page", otherwise));
  if (perPage > PAGE_MAX) throw new TypesenseFailure(422, `Only upto ${PAGE_MAX} hits can be fetched per page.`);
  const page = read.number("page", 0);
  const offset = read.number("offset", 0);
  if (page === 0 && offset > 0) return { page: undefined, offset, perPage };
  return { page: page || 1, offset: ((page || 1) - 1) * perPage, perPage };
}

function readDropMode(given = "right_to_left"): MatchOptions["dropMode"] {
  const match = /^(right_to_left|left_to_right|both_sides)(?::(\d+))?$/.exec(given);
  if (!match) throw badRequest("Invalid format for drop tokens mode.");
  return { side: match[1] as MatchOptions["dropMode"]["side"], wordsMax: Number(match[2] ?? 1_000) };
}

function unsupported(name: string): TypesenseFailure {
  return badRequest(`Parameter \`${name}\` is not supported by this server.`);
}
