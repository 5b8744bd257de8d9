import { type Span, sentencesOf, trimmed } from "#core/dataset/sentences.ts";
import { fold, wordsOf } from "#core/dataset/terms.ts";

export interface ProseLine extends Span {
  kind: "heading" | "paragraph" | "item";
  level: number;
}

/** Headings, paragraphs and list items of a Markdown text with their place in it; code, tables and rules are left out. */
export function proseOf(markdown: string): ProseLine[] {
  const lines: ProseLine[] = [];
  let start = 0;
  let fenced = false;
  let open = false;
  for (const raw of markdown.split("\n")) {
    const end = start + raw.length;
    const fence = /^\s*(?:```|~~~)/.test(raw);
    if (fence) fenced = !fenced;
    const skipped = fence || fenced || /^\s*(?:\||[-*_]{3,}\s*$|$)/.test(raw);
    if (skipped) open = false;
    else {
      const heading = /^\s{0,3}(#{1,6})\s+/.exec(raw);
      const item = /^\s*(?:>\s*)*(?:[-*+]|\d{1,3}[.)])\s+/.exec(raw);
      const quote = /^\s*(?:>\s?)+/.exec(raw);
      const mark = heading ?? item ?? quote;
      const last = lines.at(-1);
      if (open && last && !heading && !item) Object.assign(last, trimmed(markdown, last.start, end));
      else
        lines.push({
          ...trimmed(markdown, start + (mark?.[0].length ?? 0), end),
          kind: heading ? "heading" : item ? "item" : "paragraph",
          level: heading?.[1]?.length ?? 0,
        });
      open = !heading;
    }
    start = end + 1;
  }
  return lines.filter((line) => line.text !== "");
}

/** The sentences of a line of prose with their place in the Markdown text. Soft line breaks do not end a sentence. */
export function sentencesIn(line: ProseLine, markdown: string): Span[] {
  return sentencesOf(line.text.replaceAll("\n", " ")).map((span) => ({
    text: markdown.slice(line.start + span.start, line.start + span.end),
    start: line.start + span.start,
    end: line.start + span.end,
  }));
}

/** Markdown without its marks: link texts stay, addresses and images go. */
export function plainOf(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)/gm, "")
    .replaceAll(/(\*\*|__|~~|`)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replaceAll(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, "$1")
    .replaceAll(/^\s*[-*_]{3,}\s*$/gm, "");
}

/** Words a reader reads in a Markdown text. */
export function wordCountOf(markdown: string): number {
  return wordsOf(plainOf(markdown)).length;
}

/** How often a phrase stands in a text as whole words; case, accents and hyphens do not matter. */
export function occurrencesOf(phrase: string, text: string): number {
  const wanted = wordsOf(phrase).map(fold);
  if (wanted.length === 0) return 0;
  const words = wordsOf(text).map(fold);
  let found = 0;
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    if (wanted.every((word, index) => words[at + index] === word)) {
      found += 1;
      at += wanted.length - 1;
    }
  }
  return found;
}

/** Occurrences of the phrase per hundred words of the Markdown text. */
export function densityOf(phrase: string, markdown: string): number {
  const text = plainOf(markdown);
  const words = wordsOf(text).length;
  return words === 0 ? 0 : (occurrencesOf(phrase, text) / words) * 100;
}
