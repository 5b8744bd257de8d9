import { dirname, relative } from "node:path/posix";
import { escaped, type Heading } from "./markdown.ts";
import type { Page } from "./pages.ts";

/** Address of one file of the site as a link in another one. */
export function linkFrom(from: string, to: string): string {
  return relative(dirname(from), to) || to;
}

/** A whole page: the navigation, the text, what is on the page. It runs no script and asks nobody else for anything. */
export function document(page: Page, pages: readonly Page[], html: string, headings: readonly Heading[]): string {
  const home = linkFrom(page.path, "index.html");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${escaped(page.path === "index.html" ? "Leadmetrics" : `${page.title} - Leadmetrics`)}</title>
<link rel="icon" href="${linkFrom(page.path, "icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${linkFrom(page.path, "docs.css")}">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a href="${home}">Leadmetrics</a></header>
<nav aria-label="Pages">${navigation(page, pages)}</nav>
<main id="content" tabindex="-1">
${html}</main>
${contents(headings)}</body>
</html>
`;
}

function navigation(current: Page, pages: readonly Page[]): string {
  const sections = [...new Set(pages.map(({ section }) => section))];
  return sections
    .map((section) => {
      const links = pages.filter((page) => page.section === section).map((page) => entry(current, page));
      return `<h2>${escaped(section)}</h2><ul>${links.join("")}</ul>`;
    })
    .join("\n");
}

function entry(current: Page, page: Page): string {
  const mark = page === current ? ' aria-current="page"' : "";
  const title = page.path === "index.html" ? "Start here" : page.title;
  return `<li><a href="${linkFrom(current.path, page.path)}"${mark}>${escaped(title)}</a></li>`;
}

function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ depth }) => depth === 2);
  if (shown.length < 2) return "";
  const links = shown.map(({ id, text }) => `<li><a href="#${id}">${escaped(text)}</a></li>`).join("");
  return `<aside aria-label="On this page"><h2>On this page</h2><ul>${links}</ul></aside>\n`;
}
