import { type Span, sentencesOf } from "#core/dataset/sentences.ts";
import { fold, isStopWord, termOf, termsOf, wordsOf } from "#core/dataset/terms.ts";
import type { Citation } from "#schema/agent.ts";
import { numbersIn, spokenNumbersIn } from "./numbers.ts";
import { plainOf, proseOf, sentencesIn } from "./prose.ts";

/** A passage a claim may rest on. Offsets are characters into the file's text. */
export interface SourceChunk {
  chunkId: string;
  fileId: string;
  text: string;
  startOffset: number;
  endOffset: number;
  sha256: string;
}
export interface ClaimSource {
  chunkId: string;
  startOffset: number;
  endOffset: number;
  /** Share of the claim's words found in the source, 0..1. */
  score: number;
}
export interface ExtractedClaim {
  text: string;
  startOffset: number;
  endOffset: number;
  support: "supported" | "weak" | "unsupported";
  sources: ClaimSource[];
}

interface Window {
  chunk: SourceChunk;
  span: Span;
  terms: ReadonlySet<string>;
  names: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  negated: boolean;
}

const supportedMin = 0.6;
const weakMin = 0.35;
const sourcesMax = 3;
const orders =
  /^(?:please |then |next,? |first,? |finally,? |also |always |never |do not |don['’]t )*(?:add|ask|avoid|bear|begin|book|bring|browse|buy|call|check|choose|clean|come|compare|consider|contact|count|decide|discover|do|download|email|explore|find|follow|get|give|go|hold|keep|know|learn|leave|let|list|look|make|measure|note|order|pick|plan|pour|prepare|put|read|remember|request|schedule|see|send|set|share|sign|speak|start|stay|stop|store|subscribe|take|talk|tell|test|think|treat|try|turn|use|visit|wait|walk|watch|weigh|work|write)\b/i;
const superlative =
  /\b(?:best|worst|most|least|largest|biggest|smallest|highest|lowest|fastest|cheapest|oldest|newest|strongest|the only|leading|number one|no\. ?1|first (?:in|to)|\w{3,}est (?:in|of))\b/i;
const comparative =
  /\b(?:more|less|fewer|better|worse|faster|slower|cheaper|higher|lower|larger|smaller|longer|shorter|stronger|\p{L}{3,}er)\b[^.]{0,60}\bthan\b|\b(?:twice|half|double) (?:as|the|its|their)\b/iu;
const quoted = /["“”«»][^"“”«»]{8,}["“”«»]/;
const dated =
  /\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i;
const negation = /\b(?:not|no|never|none|without|cannot|neither|nor)\b|n['’]t\b/i;

/**
 * The factual sentences of a Markdown text, each with the passages that carry it. A claim is supported when the words of one
 * passage's own sentence (or two neighbours) cover it and hold every number in it; what the writer cited only marks a sentence
 * as a claim. Headings, questions, plain advice and calls to action are none.
 */
export function extractClaims(
  markdown: string,
  citations: readonly Citation[],
  chunks: readonly SourceChunk[],
): ExtractedClaim[] {
  const windows = chunks.flatMap(windowsOf);
  const cited = citations.map((citation) => new Set(termsOf(citation.claim).keys()));
  return proseOf(markdown)
    .filter((line) => line.kind !== "heading")
    .flatMap((line) => sentencesIn(line, markdown))
    .filter((sentence) => isClaim(plainOf(sentence.text), cited))
    .map((sentence) => ({
      text: sentence.text,
      startOffset: sentence.start,
      endOffset: sentence.end,
      ...supportOf(plainOf(sentence.text), windows),
    }));
}

function isClaim(text: string, cited: readonly ReadonlySet<string>[]): boolean {
  if (/[?]["”»)]?$/.test(text) || wordsOf(text).length < 4) return false;
  if (numbersIn(text).size > 0) return true;
  const terms = new Set(termsOf(text).keys());
  if (cited.some((claim) => claim.size > 0 && coverage(terms, claim) >= 0.8 && coverage(claim, terms) >= 0.5))
    return true;
  if (quoted.test(text) && wordsOf(text).length > 5) return true;
  if (orders.test(text)) return dated.test(text);
  if (/\b(?:you|your)\b/i.test(text)) return dated.test(text) || namesIn(text).size > 0;
  return superlative.test(text) || comparative.test(text) || dated.test(text) || namesIn(text).size > 0;
}

function windowsOf(chunk: SourceChunk): Window[] {
  const spans = sentencesOf(chunk.text);
  const make = (span: Span): Window => ({
    chunk,
    span,
    terms: new Set(termsOf(span.text).keys()),
    names: new Set(wordsOf(span.text).map(fold)),
    numbers: new Set([...numbersIn(span.text), ...spokenNumbersIn(span.text)]),
    negated: negation.test(span.text),
  });
  return spans.flatMap((span, index) => {
    const next = spans[index + 1];
    const pair = next && { text: chunk.text.slice(span.start, next.end), start: span.start, end: next.end };
    return [make(span), ...(pair ? [make(pair)] : [])];
  });
}

function supportOf(text: string, windows: readonly Window[]): Pick<ExtractedClaim, "support" | "sources"> {
  const terms = new Set(termsOf(text).keys());
  const numbers = numbersIn(text);
  const names = namesIn(text);
  const negated = negation.test(text);
  const matches = windows
    .map((window) => ({
      window,
      score: coverage(terms, window.terms) - (window.span.text.length > text.length * 3 ? 0.05 : 0),
    }))
    .filter(({ window, score }) => score >= weakMin && [...numbers].every((number) => window.numbers.has(number)))
    .toSorted((a, b) => b.score - a.score || a.window.span.text.length - b.window.span.text.length);
  const [best] = matches;
  if (!best) return { support: "unsupported", sources: [] };
  const named = [...names].every((name) => best.window.names.has(name));
  const strong = best.score >= supportedMin && named && best.window.negated === negated;
  const chosen: typeof matches = [];
  for (const match of matches) {
    const covered = chosen.some(
      (other) => other.window.chunk === match.window.chunk && overlaps(other.window.span, match.window.span),
    );
    if (chosen.length < sourcesMax && !covered && match.score >= Math.max(weakMin, best.score - 0.15))
      chosen.push(match);
  }
  return {
    support: strong ? "supported" : "weak",
    sources: chosen.map(({ window, score }) => ({
      chunkId: window.chunk.chunkId,
      startOffset: window.chunk.startOffset + window.span.start,
      endOffset: window.chunk.startOffset + window.span.end,
      score: Math.round(score * 1000) / 1000,
    })),
  };
}

/** Capitalised words past the first word of a sentence, as folded words. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const { 0: word, index } of text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]+/gu)) {
    const before = text.slice(0, index).trimEnd();
    if (before === "" || /[.!?:"“(]$/.test(before) || isStopWord(word) || termOf(word) === null) continue;
    names.add(fold(word));
  }
  return names;
}

function coverage(wanted: ReadonlySet<string>, given: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  let found = 0;
  for (const term of wanted) if (given.has(term)) found += 1;
  return found / wanted.size;
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
