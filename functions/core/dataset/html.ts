import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import type { Extract, Piece } from "./blocks.ts";
import { FileError } from "./file-error.ts";
import { dropHidden, dropNoise } from "./html-clean.ts";

const depthMax = 400;
const unnested =
  /^(?:p|li|d[td]|t[rdh]|tbody|thead|tfoot|option|area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;
const blockTags = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 " +
    "HEADER HR HTML LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL"
  ).split(" "),
);

/** A web page or fragment as a document. FileError: corrupt (nested deeper than any real page). */
export function documentOf(html: string): Document {
  if (!isShallow(html)) throw new FileError("corrupt");
  return parseHTML(
    /<html\b/i.test(html) ? html : `<html>${/<body\b/i.test(html) ? html : `<body>${html}</body>`}</html>`,
  ).document;
}

/** A web page or fragment: its main content without menus, scripts and hidden text. */
export function readHtml(html: string): Extract {
  const document = documentOf(html);
  const title = document.querySelector("title")?.textContent ?? document.querySelector("h1")?.textContent ?? undefined;
  const hiddenText = dropHidden(document);
  const pieces: Piece[] = [];
  collect(mainOf(document), pieces);
  return { pieces, title: title?.replace(/\s+[|–—]\s+[^|–—]*$/, ""), pages: 1, hiddenText };
}

/** Deeper nesting than any real page has would cost quadratic time below. Tags that need no end tag do not count. */
function isShallow(html: string): boolean {
  let depth = 0;
  for (const [tag, end = "", name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gi)) {
    if (unnested.test(name) || tag.endsWith("/>")) continue;
    depth = end ? Math.max(0, depth - 1) : depth + 1;
    if (depth > depthMax) return false;
  }
  return true;
}

/** The element that holds the content: a marked one, else what Readability finds if it is most of the page, else the body. */
function mainOf(document: Document): Element {
  const marked = document.querySelector("main, [role=main]") ?? only(document, "article");
  if (marked && textLength(marked) > 200) return dropNoise(marked);
  const body = dropNoise(document.body ?? document.documentElement);
  const length = textLength(body);
  if (length < 1_500) return body;
  const article = new Readability<Element>(document.cloneNode(true) as Document, {
    serializer: (node) => node as Element,
  }).parse();
  return article?.content && textLength(article.content) > length * 0.6 ? article.content : body;
}

function only(document: Document, tag: string): Element | null {
  const found = document.querySelectorAll(tag);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function textLength(element: Element): number {
  return (element.textContent ?? "").replaceAll(/\s+/g, " ").trim().length;
}

function collect(element: Element, pieces: Piece[]): void {
  let inline = "";
  const flush = () => {
    if (inline.trim() !== "") pieces.push({ kind: "paragraph", lines: [inline] });
    inline = "";
  };
  for (const node of element.childNodes) {
    if (node.nodeType === 3) inline += node.textContent ?? "";
    if (node.nodeType !== 1) continue;
    const child = node as Element;
    if (!blockTags.has(child.tagName) && !hasBlocks(child))
      inline += child.tagName === "BR" ? " " : (child.textContent ?? "");
    else {
      flush();
      block(child, pieces);
    }
  }
  flush();
}

function block(element: Element, pieces: Piece[]): void {
  const heading = /^H([1-6])$/.exec(element.tagName);
  if (heading) pieces.push({ kind: "heading", level: Number(heading[1]), lines: [element.textContent ?? ""] });
  else if (element.tagName === "UL" || element.tagName === "OL") listOf(element, pieces);
  else if (element.tagName === "TABLE" && !isLayout(element)) pieces.push({ kind: "table", lines: rowsOf(element) });
  else collect(element, pieces);
}

function hasBlocks(element: Element): boolean {
  return [...element.querySelectorAll("*")].some((child) => blockTags.has(child.tagName));
}

/** A list of cards (items with headings or paragraphs of their own) is read as blocks, a plain list as one block. */
function listOf(list: Element, pieces: Piece[]): void {
  const items = [...list.children].filter((child) => child.tagName === "LI");
  if (items.some((item) => item.querySelector("h1,h2,h3,h4,h5,h6,p + p,table"))) {
    for (const item of items) collect(item, pieces);
    return;
  }
  const lines = itemsOf(list);
  if (lines.length > 0) pieces.push({ kind: "list", lines });
}

function itemsOf(list: Element): string[] {
  return [...list.children].flatMap((item, index) => {
    const nested = [...item.querySelectorAll("ul, ol")].filter(
      (inner) => inner.parentElement?.closest("ul, ol") === list,
    );
    const own = item.cloneNode(true) as Element;
    for (const inner of own.querySelectorAll("ul, ol")) inner.remove();
    const text = (own.textContent ?? "").trim();
    return [
      ...(text === "" ? [] : [`${list.tagName === "OL" ? `${index + 1}.` : "-"} ${text}`]),
      ...nested.flatMap(itemsOf),
    ];
  });
}

function isLayout(table: Element): boolean {
  if (table.querySelector("table, h1, h2, h3")) return true;
  return [...table.querySelectorAll("td")].some((cell) => (cell.textContent ?? "").length > 600);
}

function rowsOf(table: Element): string[] {
  return [...table.querySelectorAll("tr")].map((row) =>
    [...row.children].map((cell) => (cell.textContent ?? "").replaceAll(/\s+/g, " ").trim()).join(" | "),
  );
}
