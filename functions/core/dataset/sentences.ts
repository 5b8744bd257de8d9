/** A piece of a text and where it stands in it. `text` is exactly the slice from `start` to `end`. */
export interface Span {
  text: string;
  start: number;
  end: number;
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
/** Always followed by the rest of their sentence. */
const opening = /(?:\b(?:e\.g|i\.e|vs|approx|dr|mr|mrs|ms|prof|st|fig|cf|pp?|vol|incl|no)|(?:^|\s)\p{Lu})\.\s*$/iu;
/** May end a sentence: what follows decides. */
const closing = /\b(?:etc|inc|ltd|co|corp|jr|sr|al|est|u\.s|u\.k|a\.m|p\.m)\.\s*$/i;

/** The sentences of a text in order, without surrounding white space. Every line break ends a sentence. */
export function sentencesOf(text: string): Span[] {
  const raw: { start: number; end: number }[] = [];
  for (const { index, segment } of segmenter.segment(text)) {
    const last = raw.at(-1);
    const before = last ? text.slice(last.start, last.end) : "";
    const joined = opening.test(before) || (closing.test(before) && /^[\p{Ll}\p{N}(]/u.test(segment));
    if (last && joined && !before.includes("\n")) last.end = index + segment.length;
    else raw.push({ start: index, end: index + segment.length });
  }
  return raw.map(({ start, end }) => trimmed(text, start, end)).filter((span) => span.text !== "");
}

/** The span without white space at its ends. */
export function trimmed(text: string, start: number, end: number): Span {
  const slice = text.slice(start, end);
  const from = start + (slice.length - slice.trimStart().length);
  const to = Math.max(from, end - (slice.length - slice.trimEnd().length));
  return { text: text.slice(from, to), start: from, end: to };
}
