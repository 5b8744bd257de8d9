import type { Claim } from "#schema/blog.ts";

/** A claim with its number in reading order and its place in the Markdown source; null when the sentence is not in the text any more. */
export interface PlacedClaim {
  claim: Claim;
  number: number;
  range: { start: number; end: number } | null;
}

/** So many equal letters at the start make stored offsets believable; the rest may differ by link addresses and entities. */
const sure = 12;
const syntax = /[\s*_`~#>|[\]\\]/;

/** The text without white space and Markdown marks, and for each remaining character its offset in the source. */
function bare(source: string): { text: string; offsets: number[] } {
  let text = "";
  const offsets: number[] = [];
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (syntax.test(character)) continue;
    text += character.toLowerCase();
    offsets.push(at);
  }
  return { text, offsets };
}

/**
 * Finds each claim's sentence in the Markdown body. Stored offsets are believed only when the text there begins like the sentence;
 * otherwise the sentence is searched, blind to white space and Markdown marks. Result is in reading order, lost sentences last.
 */
export function placeClaims(body: string, claims: readonly Claim[]): PlacedClaim[] {
  const source = bare(body);
  const placed = claims.map((claim) => ({ claim, range: rangeOf(body, source, claim) }));
  placed.sort((a, b) => (a.range?.start ?? Number.POSITIVE_INFINITY) - (b.range?.start ?? Number.POSITIVE_INFINITY));
  return placed.map((place, index) => ({ ...place, number: index + 1 }));
}

function rangeOf(body: string, source: ReturnType<typeof bare>, claim: Claim) {
  const sentence = bare(claim.text).text;
  if (sentence === "") return null;
  const stored = bare(body.slice(claim.startOffset, claim.endOffset)).text;
  if (stored.slice(0, sure) === sentence.slice(0, sure)) return { start: claim.startOffset, end: claim.endOffset };
  const from = nearest(
    source.text,
    sentence,
    source.offsets.findIndex((offset) => offset >= claim.startOffset),
  );
  const start = source.offsets[from];
  const end = source.offsets[from + sentence.length - 1];
  return start === undefined || end === undefined ? null : { start, end: end + 1 };
}

/** Index of the occurrence closest to the expected place, or -1. */
function nearest(text: string, sentence: string, expected: number): number {
  let best = -1;
  for (let at = text.indexOf(sentence); at >= 0; at = text.indexOf(sentence, at + 1)) {
    if (best < 0 || Math.abs(at - expected) < Math.abs(best - expected)) best = at;
  }
  return best;
}
