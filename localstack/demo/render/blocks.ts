import { lexer, type Token, type Tokens } from "marked";

/** A stretch of text in one style. */
export type Run = { text: string; bold: boolean; italic: boolean };

/** What PDF and DOCX are made of; Markdown beyond it is refused, so that no sentence is lost silently. */
export type Block =
  | { kind: "heading"; level: number; runs: Run[] }
  | { kind: "paragraph"; runs: Run[] }
  | { kind: "quote"; runs: Run[] }
  | { kind: "list"; ordered: boolean; items: Run[][] }
  | { kind: "table"; header: string[]; rows: string[][] };

/**
 * The blocks of a Markdown text.
 * @throws if the text uses a construct outside `Block` (code block, image, nested list, raw HTML)
 */
export function blocksOf(markdown: string): Block[] {
  return lexer(markdown).flatMap((token) => blockOf(token as Tokens.Generic));
}

function blockOf(token: Tokens.Generic): Block[] {
  switch (token.type) {
    case "space":
      return [];
    case "heading":
      return [{ kind: "heading", level: (token as Tokens.Heading).depth, runs: runsOf(token.tokens) }];
    case "paragraph":
      return [{ kind: "paragraph", runs: runsOf(token.tokens) }];
    case "blockquote":
      return [
        { kind: "quote", runs: (token.tokens ?? []).flatMap((inner) => runsOf((inner as Tokens.Generic).tokens)) },
      ];
    case "list": {
      const list = token as Tokens.List;
      return [{ kind: "list", ordered: list.ordered, items: list.items.map((item) => runsOf(item.tokens)) }];
    }
    case "table": {
      const table = token as Tokens.Table;
      return [
        {
          kind: "table",
          header: table.header.map((cell) => plain(runsOf(cell.tokens))),
          rows: table.rows.map((row) => row.map((cell) => plain(runsOf(cell.tokens)))),
        },
      ];
    }
    default:
      throw new Error(`Markdown of kind "${token.type}" cannot be set: ${token.raw.slice(0, 60)}`);
  }
}

/** The text of runs without its style. */
export function plain(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join("");
}

function runsOf(tokens: readonly Token[] | undefined, bold = false, italic = false): Run[] {
  return (tokens ?? []).flatMap((token) => {
    const inner = (token as Tokens.Generic).tokens;
    switch (token.type) {
      case "strong":
        return runsOf(inner, true, italic);
      case "em":
        return runsOf(inner, bold, true);
      case "text":
      case "link":
        return inner ? runsOf(inner, bold, italic) : [{ text: flat((token as Tokens.Text).text), bold, italic }];
      case "escape":
      case "codespan":
        return [{ text: flat((token as Tokens.Escape).text), bold, italic }];
      case "paragraph":
        return runsOf(inner, bold, italic);
      default:
        throw new Error(`Inline Markdown of kind "${token.type}" cannot be set: ${token.raw.slice(0, 60)}`);
    }
  });
}

function flat(text: string): string {
  return text.replaceAll("\n", " ");
}
