import { sentencesOf } from "#core/dataset/sentences.ts";
import { wordsOf } from "#core/dataset/terms.ts";
import { densityOf, occurrencesOf, plainOf, proseOf } from "#core/run/prose.ts";
import type { ScoreSignal } from "#schema/content-quality.ts";

/** A text as it is scored. */
export interface Scored {
  text: string;
  title: string;
  metaDescription?: string | undefined;
  primaryKeyword?: string | undefined;
  secondaryKeywords: readonly string[];
}

/** What can be counted: both scores 0 to 100, with what they are made of. */
export interface Counted {
  seo: number;
  readability: number;
  signals: ScoreSignal[];
}

const density = { min: 0.5, max: 2.5 } as const;
const metaLength = { min: 70, max: 160 } as const;
const coverageMin = 0.6;
const sentenceWordsMax = 20;
const longSentence = 30;
const longShareMax = 0.2;
const paragraphWordsMax = 120;
const wordsPerHeadingMax = 300;
const points = { high: 3, medium: 2, low: 1 } as const;

/** Scores of a text by counting alone. The same text always scores the same. */
export function count(input: Scored): Counted {
  const signals = [...seoSignals(input), ...readabilitySignals(input.text)];
  return { seo: shareOf(signals, "seo"), readability: shareOf(signals, "readability"), signals };
}

/** The share of a dimension's points that a text has, 0 to 100; what is not looked at counts as full. */
export function shareOf(signals: readonly ScoreSignal[], dimension: ScoreSignal["dimension"]): number {
  const own = signals.filter((signal) => signal.dimension === dimension);
  const sum = (some: readonly ScoreSignal[]) => some.reduce((total, { weight }) => total + points[weight], 0);
  return own.length === 0 ? 100 : Math.round((100 * sum(own.filter(({ passed }) => passed))) / sum(own));
}

/** The mean of the scores that there are. */
export function totalOf(scores: readonly (number | null)[]): number {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? 0 : Math.round(known.reduce((sum, score) => sum + score, 0) / known.length);
}

function seoSignals({ text, title, metaDescription = "", primaryKeyword, secondaryKeywords }: Scored): ScoreSignal[] {
  const signal = of("seo");
  const headings = proseOf(text).filter(({ kind }) => kind === "heading");
  const main = headings.find(({ level }) => level === 1)?.text ?? title;
  const plain = plainOf(text);
  const covered = secondaryKeywords.filter((keyword) => occurrencesOf(keyword, plain) > 0).length;
  const length = metaDescription.length;
  const described = signal(
    "Length of the description",
    "low",
    length >= metaLength.min && length <= metaLength.max,
    `${length} characters; ${metaLength.min} to ${metaLength.max} are shown whole.`,
  );
  if (!primaryKeyword)
    return [signal("Search term", "high", false, "The text has no search term to be measured by."), described];
  const share = densityOf(primaryKeyword, text);
  const has = (where: string) => occurrencesOf(primaryKeyword, where) > 0;
  const found = (yes: boolean) => (yes ? "The search term stands there." : "The search term is missing.");
  const opening = wordsOf(plain).slice(0, 100).join(" ");
  const below = headings.some(({ level, text: heading }) => level === 2 && has(heading));
  return [
    signal("Search term in the title", "high", has(title), found(has(title))),
    signal("Search term in the main heading", "high", has(main), found(has(main))),
    signal("Search term in the description", "high", has(metaDescription), found(has(metaDescription))),
    signal("Search term at the beginning", "medium", has(opening), found(has(opening))),
    signal("Search term in a heading", "low", below, found(below)),
    signal(
      "Density of the search term",
      "medium",
      share >= density.min && share <= density.max,
      `${share.toFixed(2)} percent; ${density.min} to ${density.max} are right.`,
    ),
    ...(secondaryKeywords.length === 0
      ? []
      : [
          signal(
            "Related terms",
            "medium",
            covered / secondaryKeywords.length >= coverageMin,
            `${covered} of ${secondaryKeywords.length} stand in the text.`,
          ),
        ]),
    described,
  ];
}

function readabilitySignals(text: string): ScoreSignal[] {
  const signal = of("readability");
  const lines = proseOf(text);
  const paragraphs = lines.filter(({ kind }) => kind === "paragraph").map((line) => plainOf(line.text));
  const lengths = paragraphs.flatMap((paragraph) => sentencesOf(paragraph).map((one) => wordsOf(one.text).length));
  const words = wordsOf(plainOf(text)).length;
  const average = lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const long = lengths.filter((length) => length > longSentence).length;
  const wide = paragraphs.filter((paragraph) => wordsOf(paragraph).length > paragraphWordsMax).length;
  const headings = lines.filter(({ kind }) => kind === "heading").length;
  const perHeading = words / Math.max(1, headings);
  return [
    signal(
      "Length of sentences",
      "high",
      average <= sentenceWordsMax,
      `${average.toFixed(1)} words on average; up to ${sentenceWordsMax} read easily.`,
    ),
    signal(
      "Long sentences",
      "medium",
      long <= lengths.length * longShareMax,
      `${long} of ${lengths.length} have more than ${longSentence} words.`,
    ),
    signal(
      "Length of paragraphs",
      "medium",
      wide === 0,
      `${wide} of ${paragraphs.length} have more than ${paragraphWordsMax} words.`,
    ),
    signal(
      "Headings",
      "medium",
      words < wordsPerHeadingMax || perHeading <= wordsPerHeadingMax,
      `${Math.round(perHeading)} words to a heading; up to ${wordsPerHeadingMax} keep readers oriented.`,
    ),
  ];
}

function of(dimension: ScoreSignal["dimension"]) {
  return (name: string, weight: ScoreSignal["weight"], passed: boolean, detail: string): ScoreSignal => ({
    ...{ dimension, name, weight, passed, detail },
  });
}
