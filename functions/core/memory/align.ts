import { fold, jaccard, wordsOf } from "#core/dataset/terms.ts";
import { type ProseLine, plainOf, proseOf, sentencesIn } from "#core/run/prose.ts";

/** One sentence or heading as a reader reads it. */
export interface Sentence {
  text: string;
  kind: ProseLine["kind"];
}

/** What an edit did to the sentences of a text: those it changed, and those that only one side has. */
export interface Alignment {
  changed: { before: Sentence; after: Sentence }[];
  removed: Sentence[];
  added: Sentence[];
}

/** From this share of common words on, two sentences are one that was changed. */
const sameFrom = 0.4;

/** Pairs the sentences of two versions of a Markdown text. Equal ones are left out, wherever they stand. */
export function align(before: string, after: string): Alignment {
  const [old, fresh] = [sentencesOf(before), sentencesOf(after)];
  const added = without(fresh, old);
  const removed = without(old, fresh);
  const changed: Alignment["changed"] = [];
  const open = added.map((sentence) => ({ sentence, words: bagOf(sentence) }));
  const left: Sentence[] = [];
  for (const sentence of removed) {
    const words = bagOf(sentence);
    const scores = open.map((other) => (other.sentence.kind === sentence.kind ? jaccard(words, other.words) : 0));
    const best = Math.max(0, ...scores);
    const [found] = best >= sameFrom ? open.splice(scores.indexOf(best), 1) : [];
    if (found) changed.push({ before: sentence, after: found.sentence });
    else left.push(sentence);
  }
  return { changed, removed: left, added: open.map((other) => other.sentence) };
}

/** The sentences and headings of a Markdown text, without its marks. */
function sentencesOf(markdown: string): Sentence[] {
  return proseOf(markdown).flatMap((line) =>
    line.kind === "heading"
      ? [{ text: plainOf(line.text), kind: line.kind }]
      : sentencesIn(line, markdown).map(({ text }) => ({
          text: plainOf(text).replaceAll(/\s+/g, " "),
          kind: line.kind,
        })),
  );
}

/** The words of a text in one form and order: equal when two texts say the same in the same order. */
export function said(text: string): string {
  return wordsOf(plainOf(text)).join(" ");
}

function without(all: readonly Sentence[], others: readonly Sentence[]): Sentence[] {
  const counts = new Map<string, number>();
  for (const { text } of others) counts.set(text, (counts.get(text) ?? 0) + 1);
  return all.filter(({ text }) => {
    const count = counts.get(text) ?? 0;
    if (count > 0) counts.set(text, count - 1);
    return count === 0;
  });
}

function bagOf({ text }: Sentence): Set<string> {
  return new Set(wordsOf(text).map(fold));
}
