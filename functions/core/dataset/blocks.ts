import { hasHiddenCharacters, oneLine } from "./clean.ts";
import { isSuspicious } from "./injection.ts";
import { languageOf } from "./language.ts";

export type BlockKind = "heading" | "paragraph" | "list" | "table";

/** A piece of a file in reading order. Lists and tables hold one item or row per line; table cells are parted by ` | `. */
export interface Block {
  kind: BlockKind;
  level?: number;
  text: string;
  start: number;
  end: number;
  page?: number;
}

/** A file as text. `text` is all blocks joined by an empty line; a block's offsets are characters into it. */
export interface ParsedFile {
  text: string;
  blocks: Block[];
  title?: string;
  language: string | null;
  pages: number;
  flags: string[];
}

/** What a reader of one file kind yields: blocks without offsets, before their text is cleaned. */
export interface Extract {
  pieces: Piece[];
  title?: string | undefined;
  pages: number;
  hiddenText?: string;
}
export interface Piece {
  kind: BlockKind;
  level?: number;
  lines: string[];
  page?: number;
}

/** Cleans the pieces, joins them and fixes their offsets. Flags: `hidden_text_removed`, `injection_suspected`. */
export function assembleFile(extract: Extract): ParsedFile {
  const blocks: Block[] = [];
  const parts: string[] = [];
  let offset = 0;
  let hidden = Boolean(extract.hiddenText?.trim());
  for (const piece of extract.pieces) {
    hidden ||= piece.lines.some(hasHiddenCharacters);
    const lines = piece.lines.map(oneLine).filter((line) => /[\p{L}\p{N}]/u.test(line));
    const text = lines.join(piece.kind === "list" || piece.kind === "table" ? "\n" : " ");
    if (text === "") continue;
    blocks.push({
      kind: piece.kind,
      ...(piece.level === undefined ? {} : { level: piece.level }),
      text,
      start: offset,
      end: offset + text.length,
      ...(piece.page === undefined ? {} : { page: piece.page }),
    });
    parts.push(text);
    offset += text.length + 2;
  }
  const text = parts.join("\n\n");
  const title = oneLine(extract.title ?? "") || blocks.find((block) => block.kind === "heading")?.text;
  const flags = [
    ...(isSuspicious(text) || isSuspicious(extract.hiddenText ?? "") ? ["injection_suspected"] : []),
    ...(hidden ? ["hidden_text_removed"] : []),
  ];
  return {
    text,
    blocks,
    ...(title ? { title: title.slice(0, 200) } : {}),
    language: languageOf(text),
    pages: extract.pages,
    flags,
  };
}
