import { hostOf } from "#core/crawl/domain.ts";
import { sentencesOf } from "#core/dataset/sentences.ts";
import { fold, wordsOf } from "#core/dataset/terms.ts";
import { urlsIn } from "#core/run/clean.ts";
import type { Sentiment } from "#schema/visibility.ts";

/** What an answer of an assistant says of a brand. */
export interface Examined {
  mentioned: boolean;
  /** Place among all that the answer names, by their first mention. */
  rank: number | null;
  sentiment: Sentiment | null;
  excerpt: string | null;
  citedSources: string[];
  /** Competitors it names, in their order. */
  competitors: string[];
}

const excerptAround = 150;
const sourcesMax = 20;
const legalForm =
  /[\s,]+(?:inc|llc|ltd|limited|corp|corporation|company|co|gmbh|ag|kg|ug|plc|pty|pvt|bv|nv|sa|sas|srl|spa|oy|ab|as|llp)\.?$/i;
const praising = new Set(
  (
    "best better excellent great good leading recommended reliable trusted popular favorite favourite strong quality " +
    "outstanding friendly affordable praised top renowned respected impressive solid helpful expert experienced award " +
    "loved ideal perfect innovative fast known"
  ).split(" "),
);
const blaming = new Set(
  (
    "bad poor worst worse expensive overpriced slow unreliable complaints complaint criticized criticised negative avoid " +
    "disappointing limited outdated weak problems problem issues rude scam difficult lacking lacks controversial mixed"
  ).split(" "),
);
const denying = new Set(["not", "no", "never", "hardly", "without", "isnt", "arent", "wasnt", "doesnt", "dont"]);

/** Holds an answer against the names of a brand and of its competitors; names are compared whole, without case and accents. */
export function examine(
  answer: string,
  { brandNames, competitors }: { brandNames: readonly string[]; competitors: readonly string[] },
): Examined {
  const text = folded(answer);
  const own = firstOf(text, brandNames);
  const others = competitors
    .flatMap((name) => {
      const found = firstOf(text, [name]);
      return found ? [{ name, at: found.start }] : [];
    })
    .toSorted((a, b) => a.at - b.at);
  const known = { citedSources: sourcesIn(answer), competitors: others.map(({ name }) => name) };
  if (!own) return { mentioned: false, rank: null, sentiment: null, excerpt: null, ...known };
  return {
    mentioned: true,
    rank: 1 + others.filter(({ at }) => at < own.start).length,
    sentiment: sentimentOf(answer, brandNames),
    excerpt: excerptOf(answer, own),
    ...known,
  };
}

/** The names by which a company is spoken of: its own without the legal form, and its domain. */
export function namesOf({ name, websiteUrl }: { name: string; websiteUrl: string | null }): string[] {
  const bare = name.replace(legalForm, "").trim();
  const host = websiteUrl && URL.canParse(websiteUrl) ? hostOf(websiteUrl) : "";
  return [...new Set([name.trim(), bare, host])].filter((one) => one.length > 1);
}

interface Place {
  start: number;
  end: number;
}

/** A text as names are looked for in it: each character of the folded text knows where it stood. */
function folded(text: string): { text: string; places: number[] } {
  const places: number[] = [];
  let at = 0;
  let plain = "";
  for (const character of text) {
    const piece = fold(character);
    plain += piece;
    for (let index = 0; index < piece.length; index += 1) places.push(at);
    at += character.length;
  }
  places.push(at);
  return { text: plain, places };
}

function firstOf({ text, places }: ReturnType<typeof folded>, names: readonly string[]): Place | null {
  const found = names.flatMap((name) => {
    const match = patternOf(name)?.exec(text);
    if (!match) return [];
    return [{ start: places[match.index] ?? 0, end: places[match.index + match[0].length] ?? text.length }];
  });
  return found.toSorted((a, b) => a.start - b.start)[0] ?? null;
}

function patternOf(name: string): RegExp | null {
  const words = fold(name).trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const plain = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("\\s+");
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, "u");
}

function excerptOf(answer: string, { start, end }: Place): string {
  const from = Math.max(0, start - excerptAround);
  const to = Math.min(answer.length, end + excerptAround);
  const piece = answer.slice(from, to).replaceAll(/\s+/g, " ").trim().toWellFormed();
  return `${from > 0 ? "… " : ""}${piece}${to < answer.length ? " …" : ""}`;
}

function sourcesIn(answer: string): string[] {
  return [...new Set(urlsIn(answer))].filter((url) => URL.canParse(url) && url.length <= 2_000).slice(0, sourcesMax);
}

// By the words of the sentences that name the brand; one that is denied counts for the other side.
function sentimentOf(answer: string, names: readonly string[]): Sentiment {
  let balance = 0;
  for (const { text } of sentencesOf(answer)) {
    if (!firstOf(folded(text), names)) continue;
    const words = wordsOf(text).map(fold);
    for (const [at, word] of words.entries()) {
      const weight = praising.has(word) ? 1 : blaming.has(word) ? -1 : 0;
      const isDenied = words.slice(Math.max(0, at - 3), at).some((before) => denying.has(before));
      balance += isDenied ? -weight : weight;
    }
  }
  if (balance === 0) return "neutral";
  return balance > 0 ? "positive" : "negative";
}
