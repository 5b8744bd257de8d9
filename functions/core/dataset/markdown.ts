import { marked, type Token, type Tokens } from "marked";
import type { Extract, Piece } from "./blocks.ts";
import { readHtml } from "./html.ts";

/** Markdown by its own grammar. Front matter gives the title; HTML inside is read as HTML, comments count as hidden text. */
export function readMarkdown(source: string): Extract {
  const front = /^\ufeff?---\r?\n([\s\S]{0,20000}?)\r?\n---\r?\n/.exec(source);
  const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(front?.[1] ?? "")?.[1];
  const pieces: Piece[] = [];
  const hidden: string[] = [];
  for (const token of marked.lexer(source.slice(front?.[0].length ?? 0))) collect(token, pieces, hidden);
  const heading = pieces.find((piece) => piece.kind === "heading");
  return { pieces, title: title ?? heading?.lines.join(" "), pages: 1, hiddenText: hidden.join(" ") };
}

function collect(token: Token, pieces: Piece[], hidden: string[]): void {
  switch (token.type) {
    case "heading":
      pieces.push({ kind: "heading", level: (token as Tokens.Heading).depth, lines: [inline(token)] });
      return;
    case "list":
      pieces.push({ kind: "list", lines: itemsOf(token as Tokens.List) });
      return;
    case "table": {
      const { header, rows } = token as Tokens.Table;
      pieces.push({
        kind: "table",
        lines: [header, ...rows].map((row) => row.map((cell) => inline(cell)).join(" | ")),
      });
      return;
    }
    case "blockquote":
      for (const inner of (token as Tokens.Blockquote).tokens) collect(inner, pieces, hidden);
      return;
    case "html": {
      const extract = readHtml(`<body>${token.raw}</body>`);
      pieces.push(...extract.pieces);
      hidden.push(extract.hiddenText ?? "");
      return;
    }
    case "space":
    case "hr":
    case "def":
      return;
    default:
      pieces.push({ kind: "paragraph", lines: [inline(token)] });
  }
}

function itemsOf(list: Tokens.List): string[] {
  return list.items.flatMap((item, index) => {
    const nested = item.tokens.filter((token): token is Tokens.List => token.type === "list");
    const own = item.tokens.filter((token) => token.type !== "list").map(inline);
    const mark = list.ordered ? `${Number(list.start || 1) + index}.` : "-";
    return [`${mark} ${own.join(" ")}`, ...nested.flatMap(itemsOf)];
  });
}

/** The words of a token without its marks. Images give their description. */
function inline(token: Token | Tokens.TableCell): string {
  if ("type" in token) {
    if (token.type === "br") return " ";
    if (token.type === "html") return "";
    if (token.type === "escape" || token.type === "codespan") return (token as Tokens.Codespan).text;
  }
  const inner = "tokens" in token ? token.tokens : undefined;
  if (inner && inner.length > 0) return inner.map(inline).join("");
  return "text" in token && typeof token.text === "string" ? unescaped(token.text) : "";
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&");
}
