import type { Piece } from "./blocks.ts";

/** A run of characters on a page; lengths in points, y grows upwards. */
export interface PdfItem {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  ends: boolean;
}
export interface PdfLine {
  cells: string[];
  x: number;
  right: number;
  y: number;
  size: number;
}

const bullet = /^(?:[•‣◦▪●–*-]|\(?\d{1,2}[.)])\s+/;

/** Lines of a page. Wide gaps inside a line part it into cells. */
export function linesOf(items: PdfItem[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let fresh = true;
  for (const item of items) {
    const line = lines.at(-1);
    if (item.text.trim() === "") {
      if (item.ends) fresh = true;
      else if (line && item.text !== "" && !fresh) line.cells.push(`${line.cells.pop() ?? ""} `);
      continue;
    }
    if (!line || fresh || Math.abs(line.y - item.y) > item.size * 0.5 || item.x < line.right - item.size * 2) {
      lines.push({ cells: [item.text], x: item.x, right: item.x + item.width, y: item.y, size: item.size });
    } else {
      const gap = item.x - line.right;
      if (gap > item.size * 1.8) line.cells.push(item.text);
      else line.cells.push(`${line.cells.pop() ?? ""}${gap > item.size * 0.15 ? " " : ""}${item.text}`);
      line.right = item.x + item.width;
      line.size = Math.max(line.size, item.size);
    }
    fresh = item.ends;
  }
  return lines;
}

/** Headings (by size), paragraphs, lists and tables of all pages, without lines that repeat at the edge of most pages. */
export function blocksOfPages(pages: PdfLine[][]): Piece[] {
  const body = medianSize(pages);
  const levels = headingSizes(pages, body);
  const repeated = repeatedEdges(pages);
  return pages.flatMap((lines, index) => {
    const kept = lines.filter(
      (line, at) => line.size >= body * 1.15 || !(isEdge(at, lines.length) && repeated.has(edgeKey(line))),
    );
    return piecesOf(kept, index + 1, body, levels);
  });
}

function piecesOf(lines: PdfLine[], page: number, body: number, levels: number[]): Piece[] {
  const pieces: Piece[] = [];
  let previous: PdfLine | undefined;
  for (const line of lines) {
    const text = line.cells.join(" ").trim();
    const last = pieces.at(-1);
    const level = levels.findIndex((size) => line.size >= size - 0.3) + 1;
    const near = previous !== undefined && previous.y - line.y > 0 && previous.y - line.y < line.size * 1.75;
    if (line.cells.length > 1 && line.size < body * 1.15) {
      const row = line.cells.map((cell) => cell.trim()).join(" | ");
      if (last?.kind === "table" && near) last.lines.push(row);
      else pieces.push({ kind: "table", lines: [row], page });
    } else if (level > 0 && text.split(/\s+/).length <= 16) {
      if (last?.kind === "heading" && last.level === level && near) last.lines.push(text);
      else pieces.push({ kind: "heading", level, lines: [text], page });
    } else if (bullet.test(text)) {
      const number = /^\(?(\d{1,2})[.)]/.exec(text)?.[1];
      const item = `${number ? `${number}.` : "-"} ${text.replace(bullet, "")}`;
      if (last?.kind === "list") last.lines.push(item);
      else pieces.push({ kind: "list", lines: [item], page });
    } else if (last && near && last.kind === "list" && previous && line.x >= previous.x - 1) {
      last.lines.push(joined(last.lines.pop() ?? "", text));
    } else if (last?.kind === "paragraph" && near && previous && Math.abs(line.size - previous.size) < 1) {
      last.lines = [joined(last.lines.join(" "), text)];
    } else pieces.push({ kind: "paragraph", lines: [text], page });
    previous = line;
  }
  return pieces.map((piece) =>
    piece.kind === "table" && piece.lines.length < 2 ? { ...piece, kind: "paragraph" } : piece,
  );
}

/** A word broken at the end of a line is made whole again. */
function joined(before: string, after: string): string {
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(after) ? before.slice(0, -1) + after : `${before} ${after}`;
}

function medianSize(pages: PdfLine[][]): number {
  const weights = new Map<number, number>();
  for (const line of pages.flat()) {
    const size = Math.round(line.size * 2) / 2;
    weights.set(size, (weights.get(size) ?? 0) + line.cells.join("").length);
  }
  return [...weights].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function headingSizes(pages: PdfLine[][], body: number): number[] {
  const sizes = new Set(pages.flat().map((line) => Math.round(line.size * 2) / 2));
  return [...sizes]
    .filter((size) => size >= body * 1.15)
    .toSorted((a, b) => b - a)
    .slice(0, 4);
}

function isEdge(at: number, count: number): boolean {
  return at < 2 || at >= count - 2;
}

function edgeKey(line: PdfLine): string {
  return line.cells.join(" ").replaceAll(/\d+/g, "#").trim();
}

function repeatedEdges(pages: PdfLine[][]): Set<string> {
  const seen = new Map<string, number>();
  for (const lines of pages) {
    const keys = new Set(lines.filter((_, at) => isEdge(at, lines.length)).map(edgeKey));
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const needed = Math.max(3, pages.length * 0.6);
  return new Set([...seen].filter(([, count]) => count >= needed).map(([key]) => key));
}
