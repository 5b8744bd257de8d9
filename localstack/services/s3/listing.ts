import { invalidArgument } from "./failure.ts";
import type { KeyPage, PageRequest } from "./key-list.ts";
import { encode } from "./signature.ts";
import { element } from "./xml.ts";

const PAGE_MAX = 1_000;

/** What every listing is asked for, and how it shows keys. */
export interface Listing {
  prefix: string;
  delimiter: string;
  max: number;
  show(text: string): string;
}

/** Reads the parameters all listings share; `maxName` is what this one calls its page size. @throws S3Failure 400 InvalidArgument */
export function readListing(query: Map<string, string>, maxName: string): Listing {
  const encoding = query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request");
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    max: readCount(query, maxName, PAGE_MAX),
    show: encoding === "url" ? encodeKey : (text) => text,
  };
}

/** A number of the query, at most `max`. @throws S3Failure 400 InvalidArgument */
export function readCount(query: Map<string, string>, name: string, max: number, usual = max): number {
  const text = query.get(name);
  if (text === undefined || text === "") return usual;
  if (!/^-?\d+$/.test(text)) throw invalidArgument(`Provided ${name} not an integer or within integer range`);
  const count = Number(text);
  if (count < 0) throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`);
  return Math.min(max, count);
}

/** The elements every listing repeats. */
export function showListing({ prefix, delimiter, show }: Listing, query: Map<string, string>): string {
  return [
    element("Prefix", show(prefix)),
    element("Delimiter", delimiter ? show(delimiter) : undefined),
    element("EncodingType", query.get("encoding-type")),
  ].join("");
}

/** The elements of the common prefixes of a page. */
export function showPrefixes(prefixes: string[], { show }: Listing): string {
  return prefixes.map((prefix) => `<CommonPrefixes>${element("Prefix", show(prefix))}</CommonPrefixes>`).join("");
}

/** A key in the form-like encoding of `encoding-type=url`. */
function encodeKey(text: string): string {
  return encode(text).replaceAll("%2F", "/").replaceAll("%20", "+");
}

type SpreadEntry<Item> = { prefix: string } | { item: Item };

/** A page of things of which a key may have several. */
export interface Spread<Item> {
  entries: SpreadEntry<Item>[];
  truncated: boolean;
}

/** Where a page of such things starts: behind one thing of a key, or behind the key. */
export interface SpreadStart {
  key: string;
  id: string | undefined;
}

/** Pages through keys and the things of each. A start that is gone begins anew with its key, so that nothing is left out. */
export function spread<Item>(
  { prefix, delimiter, max }: Listing,
  start: SpreadStart,
  page: (request: Omit<PageRequest, "visible">) => KeyPage,
  itemsOf: (key: string) => Item[],
  idOf: (item: Item) => string,
): Spread<Item> {
  const present = start.id === undefined ? [] : itemsOf(start.key);
  const rest = present.slice(present.findIndex((item) => idOf(item) === start.id) + 1);
  const found = page({ prefix, delimiter, after: start.key, max: max + 1 });
  const entries = [
    ...rest.map((item) => ({ item })),
    ...found.entries.flatMap(({ name, isPrefix }): SpreadEntry<Item>[] =>
      isPrefix ? [{ prefix: name }] : itemsOf(name).map((item) => ({ item })),
    ),
  ];
  return { entries: entries.slice(0, max), truncated: max > 0 && (entries.length > max || found.truncated) };
}
