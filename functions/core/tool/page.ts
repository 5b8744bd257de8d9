import { parseHTML } from "linkedom";
import { assembleFile } from "#core/dataset/blocks.ts";
import { cleanCharacters, oneLine } from "#core/dataset/clean.ts";
import { readHtml } from "#core/dataset/html.ts";
import { addressOf } from "./addresses.ts";

/** A page as text, without what a visitor does not see, and its links to pages of the same site. */
export function readPage(body: string, url: string, type: string): { title: string; text: string; links: string[] } {
  if (/^text\/plain\b/i.test(type)) return { title: new URL(url).host, text: cleanCharacters(body).trim(), links: [] };
  const extract = readHtml(body);
  const { text } = assembleFile(extract);
  return { title: oneLine(extract.title ?? new URL(url).host), text, links: linksOf(body, url) };
}

function linksOf(body: string, base: string): string[] {
  const { document } = parseHTML(body);
  const { host } = new URL(base);
  const links = [...document.querySelectorAll("a[href]")].flatMap((anchor) => {
    const href = anchor.getAttribute("href") ?? "";
    const address = URL.canParse(href, base) ? addressOf(new URL(href, base).href) : null;
    return address !== null && new URL(address).host === host ? [address] : [];
  });
  return [...new Set(links)];
}
