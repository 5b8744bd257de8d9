import { parseHTML } from "linkedom";

/** A page as a search engine knows it. */
export interface Page {
  url: string;
  title: string;
  text: string;
}

const pagesMax = 400;

/** The pages of a site: those of its sitemaps, and those its pages link to. A site that does not answer has none. */
export async function pagesOf(site: string): Promise<Page[]> {
  const { origin } = new URL(site);
  const waiting = [...(await mapped(`${origin}/robots.txt`)), site.endsWith("/") ? site : `${site}/`];
  const seen = new Set<string>();
  const pages: Page[] = [];
  for (let url = waiting.shift(); url !== undefined && pages.length < pagesMax; url = waiting.shift()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const html = await read(url, "text/html");
    if (html === undefined) continue;
    const { document } = parseHTML(html);
    const links = [...document.querySelectorAll("a[href]")].map((anchor) => anchor.getAttribute("href") ?? "");
    for (const element of document.querySelectorAll("script, style, nav, footer")) element.remove();
    const text = (document.body?.textContent ?? "").replaceAll(/\s+/g, " ").trim();
    pages.push({ url, title: document.querySelector("title")?.textContent?.trim() || url, text });
    for (const href of links) {
      if (!URL.canParse(href, url)) continue;
      const link = new URL(href, url);
      link.hash = "";
      if (link.origin === origin) waiting.push(link.href);
    }
  }
  return pages;
}

async function mapped(robots: string): Promise<string[]> {
  const text = (await read(robots, "text/plain")) ?? "";
  const maps = [...text.matchAll(/^sitemap:\s*(\S+)/gim)].map(([, url = ""]) => url);
  const bodies = await Promise.all(maps.map((url) => read(url, "")));
  const { origin } = new URL(robots);
  const named = bodies.flatMap((body = "") =>
    [...body.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/g)].map(([, url = ""]) => url),
  );
  return named.filter((url) => URL.canParse(url)).map((url) => `${origin}${new URL(url).pathname}`);
}

async function read(url: string, type: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    if (answer.ok && (answer.headers.get("content-type") ?? "").includes(type)) return await answer.text();
    await answer.body?.cancel();
    return undefined;
  } catch {
    return undefined;
  }
}
