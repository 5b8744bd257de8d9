import type { Company } from "./company.ts";
import type { DemoFile } from "./demo-file.ts";
import { escapeXml } from "./render/escape.ts";
import { type PageLink, page } from "./render/html.ts";

/** The pages of a company's website: its HTML documents. */
export function linksOf(company: Company, files: readonly DemoFile[]): PageLink[] {
  return files
    .filter((file) => file.tenantSlug === company.slug && file.mime === "text/html")
    .map(({ fileName, title, summary }) => ({ href: `/${company.slug}/${fileName}`, title, summary }));
}

/** The home page of a company: who it is, its pages, its public downloads. */
export function homePage(company: Company, files: readonly DemoFile[]): string {
  const links = linksOf(company, files);
  const facts = company.facts.map(
    ({ figure, label }) => `<div><dt>${escapeXml(figure)}</dt><dd>${escapeXml(label)}</dd></div>`,
  );
  const cards = links.map(
    ({ href, title, summary }) => `<a href="${href}"><h2>${escapeXml(title)}</h2><p>${escapeXml(summary)}</p></a>`,
  );
  const downloads = files
    .filter((file) => file.tenantSlug === company.slug && file.mime === "application/pdf")
    .map((file) => `<li><a href="/files/${company.slug}/${file.fileName}">${escapeXml(file.title)}</a> (PDF)</li>`);
  return page(
    company,
    { title: `${company.name} | ${company.tagline}`, description: company.welcome, path: `/${company.slug}/` },
    links,
    `<main>
<section class="hero"><h1>${escapeXml(company.tagline)}</h1><p>${escapeXml(company.welcome)}</p></section>
<dl class="facts">${facts.join("")}</dl>
<section class="cards" aria-label="Guides">${cards.join("\n")}</section>
<section class="downloads"><h2>Downloads</h2><ul>${downloads.join("\n")}</ul></section>
</main>`,
  );
}

/** The start page of the local site: the companies it holds. */
export function indexPage(companies: readonly Company[]): string {
  const items = companies.map((company) => `<li><a href="/${company.slug}/">${escapeXml(company.name)}</a></li>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Client websites</title></head><body style="font:18px/1.6 system-ui;margin:10vh auto;max-width:32em"><h1>Client websites</h1><ul>${items.join("")}</ul></body></html>\n`;
}

/** robots.txt that lets everyone in and names the sitemaps (absolute URLs). */
export function robots(sitemaps: readonly string[]): string {
  return ["User-agent: *", "Allow: /", "Disallow: /cart", "", ...sitemaps.map((url) => `Sitemap: ${url}`), ""].join(
    "\n",
  );
}

/** sitemap.xml of one company; `origin` has no slash at its end. */
export function sitemap(origin: string, company: Company, files: readonly DemoFile[]): string {
  const paths = [`/${company.slug}/`, ...linksOf(company, files).map((link) => link.href)];
  const urls = paths.map((path) => `<url><loc>${escapeXml(origin + path)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>\n`;
}
