import { cleanCharacters } from "#core/dataset/clean.ts";

/** Applies the change to every string inside a value; everything else stays. The shape of the value does not change. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return walk(value, change) as T;
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, change)]));
}

/** Markdown text without HTML, scripts and invisible characters; autolinks keep their address. */
export function cleanMarkup(text: string): string {
  return cleanCharacters(text)
    .replaceAll(/<(script|style|iframe|object|template|noscript|svg)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, "")
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replaceAll(/<(https?:\/\/[^\s>]+)>/gi, "$1")
    .replaceAll(/<br\s*\/?>/gi, " ")
    .replaceAll(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi, "");
}

/** Every address in a text, also bare ones. */
export function urlsIn(text: string): string[] {
  return (text.match(/\bhttps?:\/\/[^\s<>"'`)\]]+/gi) ?? []).map((url) => url.replace(/[.,;:!?*_]+$/, ""));
}

/**
 * Removes links and pictures whose address is not allowed. A link leaves its text, a bare address leaves nothing.
 * Addresses inside the site (`/page`, `#part`) stay.
 */
export function cleanLinks(text: string, isAllowed: (url: string) => boolean): { text: string; removed: string[] } {
  const removed: string[] = [];
  const may = (url: string) => {
    const fine = /^(?:\/(?!\/)|#)/.test(url) || isAllowed(url);
    if (!fine) removed.push(url);
    return fine;
  };
  const linked = text.replaceAll(
    /(!?)\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*["'])?\s*\)/g,
    (whole, image: string, label: string, url: string) => {
      if (may(url)) return whole;
      return image ? "" : label;
    },
  );
  // Labels may hold brackets and pictures: whatever still leads somewhere is judged by where it leads.
  const nested = linked.replaceAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*["'])?\s*\)/g, (whole, url: string) =>
    may(url) ? whole : "]",
  );
  const bare = nested.replaceAll(/(?<![(<\w/])(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"'`)\]]+/gi, (url) =>
    may(url.replace(/[.,;:!?*_]+$/, "").replace(/^www\./i, "https://www.")) ? url : "",
  );
  return { text: bare, removed };
}
