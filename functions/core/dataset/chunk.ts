import { createHash } from "node:crypto";
import type { Block, ParsedFile } from "./blocks.ts";
import { sentencesOf, trimmed } from "./sentences.ts";

/** A passage of a file. `text` is exactly the slice of the file's text between the offsets. */
export interface Chunk {
  seq: number;
  headingPath: string | null;
  text: string;
  startOffset: number;
  endOffset: number;
  page: number | null;
  tokens: number;
  sha256: string;
}
export interface ChunkOptions {
  tokens: number;
  overlapPct: number;
}

interface Unit {
  start: number;
  end: number;
  tokens: number;
  page: number | null;
  repeatable: boolean;
}
interface Section {
  path: string | null;
  units: Unit[];
}
interface Piece {
  section: Section;
  start: number;
  end: number;
  tokens: number;
  page: number | null;
}
type Count = (text: string) => number;

const smallTokens = 40;

/**
 * Cuts a file along its headings into passages of up to `tokens` tokens (a joined small neighbour may add 39). Consecutive
 * passages of one section share whole sentences of up to `overlapPct` percent. Sentences and table rows stay whole unless
 * one alone is over the limit.
 */
export function chunkFile(parsed: ParsedFile, options: ChunkOptions, count: Count): Chunk[] {
  const overlap = Math.floor((options.tokens * options.overlapPct) / 100);
  const pieces = sectionsOf(parsed, options.tokens, count).flatMap((section) => pack(section, options.tokens, overlap));
  return joinSmall(pieces, parsed.text, count).map((piece, seq) => {
    const text = parsed.text.slice(piece.start, piece.end);
    return {
      seq,
      headingPath: piece.section.path,
      text,
      startOffset: piece.start,
      endOffset: piece.end,
      page: piece.page,
      tokens: piece.tokens,
      sha256: createHash("sha256").update(text).digest("hex"),
    };
  });
}

function sectionsOf(parsed: ParsedFile, limit: number, count: Count): Section[] {
  const sections: Section[] = [];
  const path: { level: number; text: string }[] = [];
  for (const block of parsed.blocks) {
    if (block.kind === "heading") {
      const level = block.level ?? 2;
      while ((path.at(-1)?.level ?? 0) >= level) path.pop();
      path.push({ level, text: block.text });
    }
    const last = sections.at(-1);
    const section = last && block.kind !== "heading" ? last : { path: pathText(path), units: [] };
    if (section !== last) sections.push(section);
    for (const unit of unitsOf(block, parsed.text, limit, count)) section.units.push(unit);
  }
  return sections;
}

function pathText(path: { text: string }[]): string | null {
  return path.length === 0 ? null : path.map((part) => part.text.slice(0, 120)).join(" > ");
}

function unitsOf(block: Block, text: string, limit: number, count: Count): Unit[] {
  const own = text.slice(block.start, block.end);
  const spans =
    block.kind === "heading"
      ? [{ text: own, start: 0, end: own.length }]
      : block.kind === "paragraph"
        ? sentencesOf(own)
        : linesOf(own);
  return spans.flatMap((span) => {
    const unit = {
      start: block.start + span.start,
      end: block.start + span.end,
      tokens: count(span.text),
      page: block.page ?? null,
      repeatable: block.kind === "paragraph" || block.kind === "list",
    };
    return unit.tokens <= limit ? [unit] : halves(unit, text, limit, count);
  });
}

function linesOf(text: string) {
  let start = 0;
  return text.split("\n").map((line) => {
    const span = trimmed(text, start, start + line.length);
    start += line.length + 1;
    return span;
  });
}

/** Cuts a unit that alone is over the limit at the blank nearest to its middle, again and again. */
function halves(unit: Unit, text: string, limit: number, count: Count): Unit[] {
  const { start, end } = trimmed(text, unit.start, unit.end);
  if (start >= end) return [];
  const tokens = count(text.slice(start, end));
  if (tokens <= limit || end - start < 4) return [{ ...unit, start, end, tokens, repeatable: false }];
  const middle = Math.floor((start + end) / 2);
  const before = text.lastIndexOf(" ", middle);
  const after = text.indexOf(" ", middle);
  let cut = before > start ? before : after > 0 && after < end ? after : middle;
  if (/[\udc00-\udfff]/.test(text.charAt(cut))) cut += 1;
  return [
    ...halves({ ...unit, start, end: cut }, text, limit, count),
    ...halves({ ...unit, start: cut, end }, text, limit, count),
  ];
}

function pack(section: Section, limit: number, overlap: number): Piece[] {
  const { units } = section;
  const pieces: Piece[] = [];
  let from = 0;
  while (from < units.length) {
    let to = from;
    let tokens = 0;
    for (let unit = units[to]; unit && (to === from || tokens + unit.tokens <= limit); unit = units[to]) {
      tokens += unit.tokens;
      to += 1;
    }
    const [first, last] = [units[from], units[to - 1]];
    if (first && last) pieces.push({ section, start: first.start, end: last.end, tokens, page: first.page });
    from = to < units.length ? overlapStart(units, from, to, limit, overlap) : to;
  }
  return pieces;
}

/** Where the next piece begins: some sentences back, as long as the next new sentence still fits behind them. */
function overlapStart(units: Unit[], from: number, to: number, limit: number, overlap: number): number {
  const room = Math.min(overlap, limit - (units[to]?.tokens ?? 0));
  let start = to;
  let tokens = 0;
  while (start - 1 > from) {
    const unit = units[start - 1];
    if (!unit?.repeatable || tokens + unit.tokens > room) break;
    tokens += unit.tokens;
    start -= 1;
  }
  return start;
}

function joinSmall(pieces: Piece[], text: string, count: Count): Piece[] {
  const joined: Piece[] = [];
  const push = (piece: Piece) => joined.push({ ...piece, tokens: count(text.slice(piece.start, piece.end)) });
  const append = (last: Piece, piece: Piece) => {
    joined.pop();
    const section = last.tokens >= piece.tokens ? last.section : piece.section;
    push({ section, start: last.start, end: piece.end, tokens: 0, page: last.page });
  };
  for (const piece of pieces) {
    const last = joined.at(-1);
    const small = piece.tokens < smallTokens && piece.section === last?.section;
    if (last && (last.tokens < smallTokens || small)) append(last, piece);
    else push(piece);
  }
  const [last, before] = [joined.at(-1), joined.at(-2)];
  if (last && before && last.tokens < smallTokens) {
    joined.pop();
    append(before, last);
  }
  return joined;
}
