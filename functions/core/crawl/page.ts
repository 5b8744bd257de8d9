import { oneLine } from "#core/dataset/clean.ts";
import { documentOf } from "#core/dataset/html.ts";
import { cleaned } from "./url.ts";

/** What a page says of itself and where it leads. Addresses are absolute. */
export interface PageFacts {
  title: string | null;
  description: string | null;
  h1: string | null;
  canonical: string | null;
  noindex: boolean;
  nofollow: boolean;
  schemaTypes: string[];
  /** Those that may be followed. */
  links: string[];
  images: PageImage[];
  stylesheets: string[];
}
export interface PageImage {
  url: string;
  alt: string | null;
}

const linksMax = 500;
const imagesMax = 60;

/** Reads a page: its head, its links, its images. `robotsHeader` is the header `X-Robots-Tag`. */
export function readPage(
  html: string,
  url: string,
  robotsHeader: string | null = null,
): PageFacts & { document: Document } {
  const document = documentOf(html);
  const base = baseOf(document, url);
  const { noindex, nofollow } = ordersOf(document, robotsHeader);
  return {
    document,
    title: textOf(document.querySelector("title"), 500),
    description: attributeOf(document, 'meta[name="description" i]', "content", 2_000),
    h1: textOf(document.querySelector("h1"), 500),
    canonical: addressOf(document.querySelector('link[rel~="canonical" i]')?.getAttribute("href"), base),
    noindex,
    nofollow,
    schemaTypes: schemaTypesOf(document),
    links: nofollow ? [] : linksOf(document, base),
    images: imagesOf(document, base),
    stylesheets: [...document.querySelectorAll('link[rel~="stylesheet" i]')]
      .flatMap((link) => addressOf(link.getAttribute("href"), base) ?? [])
      .slice(0, 20),
  };
}

/** An absolute http(s) address, or null. */
export function addressOf(given: string | null | undefined, base: URL | string): string | null {
  if (!given) return null;
  const url = cleaned(given, base);
  return url && url.href.length <= 2_000 ? url.href : null;
}

/** What the page's own structured data describes, each thing as it stands. */
export function structuredOf(document: Document): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (value: unknown, depth: number) => {
    if (depth > 6 || found.length >= 200 || value === null || typeof value !== "object") return;
    if (Array.isArray(value)) {
      for (const item of value.slice(0, 100)) visit(item, depth + 1);
      return;
    }
    const thing = value as Record<string, unknown>;
    if (thing["@type"] !== undefined) found.push(thing);
    for (const inner of Object.values(thing)) visit(inner, depth + 1);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    try {
      visit(JSON.parse(script.textContent ?? ""), 0);
    } catch {
      // Broken data describes nothing.
    }
  }
  return found;
}

function baseOf(document: Document, url: string): URL {
  const given = document.querySelector("base[href]")?.getAttribute("href");
  return (given && cleaned(given, url)) || new URL(url);
}

function ordersOf(document: Document, header: string | null): { noindex: boolean; nofollow: boolean } {
  const metas = [...document.querySelectorAll('meta[name="robots" i], meta[name="leadmetricsbot" i]')];
  const orders = [header ?? "", ...metas.map((meta) => meta.getAttribute("content") ?? "")].join(",").toLowerCase();
  const isGiven = (order: string) => new RegExp(`(?:^|[\\s,:])(?:${order}|none)(?:$|[\\s,;])`).test(orders);
  return { noindex: isGiven("noindex"), nofollow: isGiven("nofollow") };
}

function linksOf(document: Document, base: URL): string[] {
  const found = new Set<string>();
  for (const anchor of document.querySelectorAll("a[href], area[href]")) {
    if (/(?:^|\s)nofollow(?:\s|$)/i.test(anchor.getAttribute("rel") ?? "")) continue;
    const url = addressOf(anchor.getAttribute("href"), base);
    if (url) found.add(url);
    if (found.size >= linksMax) break;
  }
  return [...found];
}

function imagesOf(document: Document, base: URL): PageImage[] {
  const found = new Map<string, PageImage>();
  for (const image of document.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    const url = addressOf(source.startsWith("data:") ? image.getAttribute("data-src") : source, base);
    const isTiny = [image.getAttribute("width"), image.getAttribute("height")].some(
      (side) => side && Number(side) < 100,
    );
    if (!url || isTiny || /\.svg(?:$|\?)/i.test(url) || found.has(url)) continue;
    found.set(url, { url, alt: oneLine(image.getAttribute("alt") ?? "").slice(0, 500) || null });
    if (found.size >= imagesMax) break;
  }
  return [...found.values()];
}

function schemaTypesOf(document: Document): string[] {
  const named = structuredOf(document).flatMap((thing) => thing["@type"]);
  const marked = [...document.querySelectorAll("[itemtype]")].flatMap((element) =>
    (element.getAttribute("itemtype") ?? "").split(/\s+/),
  );
  const types = [...named, ...marked].flatMap((type) =>
    typeof type === "string" ? type.replace(/^https?:\/\/schema\.org\//, "") : [],
  );
  return [...new Set(types.filter((type) => /^[\w:.-]{1,80}$/.test(type)))].slice(0, 50);
}

function textOf(element: Element | null, lengthMax: number): string | null {
  return oneLine(element?.textContent ?? "").slice(0, lengthMax) || null;
}

function attributeOf(document: Document, selector: string, name: string, lengthMax: number): string | null {
  return oneLine(document.querySelector(selector)?.getAttribute(name) ?? "").slice(0, lengthMax) || null;
}
