import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { render } from "./markdown.ts";
import { allPages, type Page } from "./pages.ts";
import { document, linkFrom } from "./template.ts";

/**
 * All files of the documentation's site by their paths.
 * @throws naming page and link when one leads to nothing
 */
export function docsSite(root: string): Map<string, string> {
  const pages = allPages(root);
  const files = new Map<string, string>();
  for (const page of pages) {
    const { html, headings } = render(page.markdown, (href) => resolve(root, page, pages, href, files));
    files.set(page.path, document(page, pages, html, headings));
  }
  files.set("docs.css", readFileSync(join(root, "web/docs/docs.css"), "utf8"));
  files.set("icon.svg", readFileSync(join(root, "web/dashboard/app/icon.svg"), "utf8"));
  return files;
}

// Pages link to each other as files of the project; a folder is its first page, any other text is brought along.
function resolve(root: string, from: Page, pages: readonly Page[], href: string, files: Map<string, string>): string {
  if (/^(?:https?:|mailto:|#)/.test(href)) return href;
  const [written = "", fragment] = href.split("#");
  const target = normalize(join(dirname(from.source), written)).replace(/\/$/, "");
  const page = pages.find(({ source }) => source === target || source.startsWith(`${target}/`));
  const file = join(root, target);
  if (!page && !(existsSync(file) && statSync(file).isFile())) throw new Error(`${from.source}: ${href} is not there.`);
  const path = page?.path ?? `${target}.txt`;
  if (!page) files.set(path, readFileSync(file, "utf8"));
  return `${linkFrom(from.path, path)}${fragment ? `#${fragment}` : ""}`;
}
