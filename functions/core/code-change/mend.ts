import type { PageElement } from "#schema/code-change.ts";

/** One element of a page and what should stand there. */
export interface Mending {
  element: PageElement;
  value: string;
}

/** The page with the mendings made; undefined when one of them finds no place in it. */
export function mend(html: string, mendings: readonly Mending[]): string | undefined {
  let page: string | undefined = html;
  for (const { element, value } of mendings) page = page === undefined ? undefined : makers[element](page, value);
  return page;
}

// Text and attributes are escaped here: what an agent says can become words of a page, and never markup.
const makers: Record<PageElement, (html: string, value: string) => string | undefined> = {
  title: (html, value) => inHead(html, /<title\b[^>]*>[\s\S]*?<\/title>/i, `<title>${escaped(value)}</title>`),
  meta_description: (html, value) =>
    inHead(html, metaNamed("description"), `<meta name="description" content="${escaped(value)}">`),
  canonical: (html, value) =>
    inHead(html, /<link\b[^>]*\brel\s*=\s*["']?canonical\b[^>]*>/i, `<link rel="canonical" href="${escaped(value)}">`),
  robots: (html, value) => inHead(html, metaNamed("robots"), `<meta name="robots" content="${escaped(value)}">`),
  h1: (html, value) =>
    after(html, /<main\b[^>]*>/i, `<h1>${escaped(value)}</h1>`) ??
    after(html, /<body\b[^>]*>/i, `<h1>${escaped(value)}</h1>`),
  structured_data: (html, value) =>
    before(html, /<\/head\s*>/i, `<script type="application/ld+json">${structured(value)}</script>`),
};

function metaNamed(name: string): RegExp {
  return new RegExp(`<meta\\b[^>]*\\bname\\s*=\\s*["']?${name}\\b[^>]*>`, "i");
}

function inHead(html: string, present: RegExp, element: string): string | undefined {
  return present.test(html) ? html.replace(present, () => element) : before(html, /<\/head\s*>/i, element);
}

function before(html: string, place: RegExp, element: string): string | undefined {
  const found = place.exec(html);
  if (!found) return undefined;
  const indent = /\n([ \t]*)$/.exec(html.slice(0, found.index))?.[1] ?? "";
  return `${html.slice(0, found.index)}${indent === "" ? "" : "  "}${element}\n${indent}${html.slice(found.index)}`;
}

function after(html: string, place: RegExp, element: string): string | undefined {
  const found = place.exec(html);
  if (!found) return undefined;
  const at = found.index + found[0].length;
  return `${html.slice(0, at)}\n${element}${html.slice(at)}`;
}

/** What a page is about, in the words of schema.org. */
function structured(name: string): string {
  const data = { "@context": "https://schema.org", "@type": "WebPage", name };
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
