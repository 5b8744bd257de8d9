import type { Extract, Piece } from "./blocks.ts";

const bullet = /^\s{0,6}(?:[-*•‣◦–]|\(?\d{1,2}[.)])\s+/;

/** Bytes as text: by byte order mark, else UTF-8, else Windows-1252. Never throws. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const text = new TextDecoder("utf-8").decode(bytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken * 200 > text.length ? new TextDecoder("windows-1252").decode(bytes) : text;
}

/** Plain text: paragraphs at empty lines, lists by their bullets, headings by underlines, capitals or a short line of its own. */
export function readPlain(text: string): Extract {
  const pieces: Piece[] = [];
  for (const group of text.replaceAll(/\r\n?|\f/g, "\n").split(/\n[^\S\n]*\n\s*/)) {
    const lines = group.split("\n").filter((line) => line.trim() !== "");
    pieces.push(...(lines.length === 0 ? [] : piecesOf(lines)));
  }
  const first = pieces[0];
  return { pieces, pages: 1, ...(first?.kind === "heading" ? { title: first.lines.join(" ") } : {}) };
}

function piecesOf(lines: string[]): Piece[] {
  const [first = "", second = "", ...rest] = lines;
  if (/^\s*(?:={3,}|-{3,})\s*$/.test(second)) {
    const heading: Piece = { kind: "heading", level: second.includes("=") ? 1 : 2, lines: [first] };
    return rest.length === 0 ? [heading] : [heading, ...piecesOf(rest)];
  }
  if (lines.length === 1 && isHeading(first)) return [{ kind: "heading", level: 2, lines: [first] }];
  const listed = lines.filter((line) => bullet.test(line)).length;
  if (listed >= 2 || (listed === 1 && lines.length === 1)) return listPieces(lines);
  if (lines.length > 1 && lines.every((line) => line.split("\t").length > 1)) {
    return [{ kind: "table", lines: lines.map((line) => line.split("\t").join(" | ")) }];
  }
  return [{ kind: "paragraph", lines }];
}

function listPieces(lines: string[]): Piece[] {
  const lead: string[] = [];
  const items: string[] = [];
  for (const line of lines) {
    if (bullet.test(line))
      items.push(`${/^\s*\(?(\d{1,2})[.)]/.exec(line)?.[1]?.concat(".") ?? "-"} ${line.replace(bullet, "")}`);
    else if (items.length === 0) lead.push(line);
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return [...(lead.length > 0 ? [{ kind: "paragraph" as const, lines: lead }] : []), { kind: "list", lines: items }];
}

function isHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > 80 || /[.;:,!]$/.test(text) || bullet.test(text) || !/\p{L}/u.test(text)) return false;
  const words = text.split(/\s+/).length;
  return words <= 10 && (text === text.toUpperCase() || /^[\p{Lu}\d]/u.test(text));
}
