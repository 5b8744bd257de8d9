import { readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { docsSite } from "#docs/site.ts";
import { root } from "#localstack/paths.ts";

const files = docsSite(root);
const pages = new Map(
  [...files].flatMap(([path, html]) => (path.endsWith(".html") ? [[path, parseHTML(html).document] as const] : [])),
);
const each = [...pages.keys()];
const page = (path: string): Document => pages.get(path) ?? parseHTML("").document;
const hrefs = (path: string): string[] =>
  [...page(path).querySelectorAll("[href], [src]")].map(
    (node) => node.getAttribute("href") ?? node.getAttribute("src") ?? "",
  );

describe("the documentation's site", () => {
  test("has a page for each Markdown file of docs/, and all are in the navigation", () => {
    const written = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((f) =>
      f.endsWith(".md"),
    );
    const wanted = written.map((file) => file.replace(/\.md$/, ".html"));
    expect(each.toSorted()).toEqual([...wanted, "architecture.html", "contributing.html", "index.html"].toSorted());
    const linked = [...page("index.html").querySelectorAll("nav a")].map((a) => a.getAttribute("href") ?? "");
    expect(linked.toSorted()).toEqual(each.toSorted());
  });

  test.each(each)("%s: every link leads to a page, a file or a heading that is there", (path) => {
    const broken = hrefs(path).filter((href) => !/^https?:/.test(href) && !leads(path, href));
    expect(broken).toEqual([]);
  });

  test.each(each)("%s: loads nothing from elsewhere, runs nothing and has one heading of the first order", (path) => {
    expect(page(path).querySelectorAll("script, iframe, form, [style], [onclick]").length).toBe(0);
    const loaded = [...page(path).querySelectorAll("link, img")].map(
      (node) => node.getAttribute("href") ?? node.getAttribute("src"),
    );
    expect(loaded.filter((address) => address === null || /^(?:\w+:|\/\/)/.test(address))).toEqual([]);
    expect(page(path).querySelectorAll("h1").length).toBe(1);
    expect(page(path).querySelector("title")?.textContent).toMatch(/Leadmetrics/);
    expect(page(path).querySelectorAll('nav [aria-current="page"]').length).toBe(1);
  });

  test("the sheet of styles loads nothing and knows light and dark", () => {
    expect(files.get("docs.css")).toMatch(/color-scheme: light dark/);
    expect(files.get("docs.css")).not.toMatch(/url\(|@import/);
  });

  test("code stays as it was written", () => {
    const code = [...page("contributing.html").querySelectorAll("pre code")].map((node) => node.textContent);
    expect(code[0]).toContain("npm start     # the whole product on this machine, with demo data");
  });
});

function leads(from: string, href: string): boolean {
  const [file = "", id] = href.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  if (!files.has(path)) return false;
  return !id || page(path).getElementById(id) !== null;
}
