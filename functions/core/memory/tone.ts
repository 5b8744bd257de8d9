import { wordsOf } from "#core/dataset/terms.ts";
import type { Alignment } from "./align.ts";
import { excerpt, type Finding } from "./finding.ts";

type Pair = Alignment["changed"][number];

const contraction = /\b(?:\p{L}+n['’]t|(?:i|you|we|they|he|she|it|here|there|that|what)['’](?:ll|re|ve|d|m|s))\b/giu;
const address = /\b(?:you|your|yours)\b/giu;
/** From this share on, shorter sentences are a wish. */
const plainerBelow = 0.8;

const words = {
  friendlier: "Wording was made more personal",
  formal: "Wording was made more formal",
  calmer: "Exclamation marks were taken out",
  plainer: "Sentences were made shorter and plainer",
  reworded: "Wording was changed",
} as const;

/** How the wording of sentences was changed that say the same as before. */
export function toneOf(pairs: readonly Pair[]): Finding[] {
  const [first] = pairs.filter(({ before }) => before.kind !== "heading");
  if (!first) return [];
  const direction = directionOf(pairs);
  const text = `${words[direction]}: “${excerpt(first.before.text)}” became “${excerpt(first.after.text)}”`;
  return [{ kind: "tone", point: `tone:${direction}`, text, data: { tone: direction } }];
}

function directionOf(pairs: readonly Pair[]): keyof typeof words {
  const [before, after] = [pairs.map((pair) => pair.before.text), pairs.map((pair) => pair.after.text)];
  const personal =
    count(after, contraction) + count(after, address) - count(before, contraction) - count(before, address);
  if (personal !== 0) return personal > 0 ? "friendlier" : "formal";
  if (count(after, /!/g) < count(before, /!/g)) return "calmer";
  return length(after) <= length(before) * plainerBelow ? "plainer" : "reworded";
}

function count(texts: readonly string[], pattern: RegExp): number {
  return texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
}

function length(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
}
