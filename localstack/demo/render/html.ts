import { marked } from "marked";
import type { Company } from "../company.ts";
import type { Source } from "../source.ts";
import { escapeXml } from "./escape.ts";
import { stylesheet } from "./stylesheet.ts";

/** A page of the company's menu. `href` is a path on the local site. */
export type PageLink = { href: string; title: string; summary: string };

/** The document as a page of the company's website, with its menu, a side note and a footer around the article. */
export async function renderHtml(source: Source, company: Company, links: readonly PageLink[]): Promise<string> {
  const article = await marked.parse(source.body);
  const date = source.date.toISOString().slice(0, 10);
  return page(
    company,
    {
      title: `${source.title} | ${company.name}`,
      description: source.summary,
      path: `/${company.slug}/${source.name}.html`,
    },
    links,
    `<main class="columns">
<article>
<h1>${escapeXml(source.title)}</h1>
<p class="lead">${escapeXml(source.summary)}</p>
<p class="date">Updated <time datetime="${date}">${date}</time></p>
${article}</article>
<aside aria-label="Newsletter">
<h2>Letters from us</h2>
<p>One e-mail a month. Unsubscribe with one click.</p>
<form action="#" method="post"><label>E-mail <input type="email" name="email"></label><button type="submit">Sign up</button></form>
</aside>
</main>`,
  );
}

/** The frame of every page of the company's website around `main`, which is HTML. */
export function page(
  company: Company,
  head: { title: string; description: string; path: string },
  links: readonly PageLink[],
  main: string,
): string {
  const name = escapeXml(company.name);
  const menu = links
    .map((link) => `<li><a href="${link.href}">${escapeXml(link.title.replace(/:.*/, ""))}</a></li>`)
    .join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(head.title)}</title>
<meta name="description" content="${escapeXml(head.description)}">
<link rel="canonical" href="${head.path}">
<style>${stylesheet(company)}</style>
<script>window.visits = window.visits || []; window.visits.push({ page: location.pathname, at: Date.now() });</script>
</head>
<body>
<header><a class="brand" href="/${company.slug}/">${name}</a><nav aria-label="Main"><ul>${menu}</ul></nav></header>
${main}
<footer>
<p>${name} · ${escapeXml(company.address)} · ${escapeXml(company.phone)} · <a href="mailto:${company.email}">${company.email}</a></p>
<p>We use one cookie to remember your cart. Nothing else is stored.</p>
</footer>
<script>document.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());</script>
</body>
</html>
`;
}
