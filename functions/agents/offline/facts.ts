import { isSuspicious } from "#core/dataset/injection.ts";
import { sentencesOf } from "#core/dataset/sentences.ts";
import { fold, termsOf, wordsOf } from "#core/dataset/terms.ts";
import { occurrencesOf } from "#core/run/prose.ts";
import type { ContextChunk, Envelope } from "#schema/agent.ts";

/** A few sentences, or the items of one list, as they stand in one of the tenant's documents. */
export interface Passage {
  chunkId: string;
  /** Passages of one heading of one document share it; they read well only together. */
  group: string;
  /** The heading it stands under, when the passage shows it. */
  topic: string | null;
  sentences: string[];
  /** Marks of the items when the passage is a list. */
  list: "-" | "1." | null;
  terms: ReadonlyMap<string, number>;
  words: number;
  /** Place among all passages of the envelope. */
  at: number;
}
export interface Question {
  question: string;
  answer: string[];
  chunkId: string;
}
export interface Facts {
  passages: Passage[];
  questions: Question[];
}

const guides = /\b(?:brand|voice|tone|style|guidelines?|persona|context file)\b/i;
const debris =
  /\b(?:click|cookies?|subscribe|newsletter|log ?in|sign ?up|all rights reserved|privacy policy|terms of (?:use|service)|read more|learn more|follow us|share this|skip to|back to top|confidential|internal use|for internal|do not (?:share|publish)|unsubscribe|copyright)\b|[©|{}<>]|https?:|www\.|\S+@\S+|\b\d{3}[-.\s]\d{4}\b/i;
const pointing =
  /\b(?:(?:shown|listed|described|explained|mentioned|given|see|as|table|recipe|list|steps?|figure|chart|section|formula|example)s? (?:above|below|here)|(?:above|below)[,:]|(?:this|the next|the previous|each) (?:page|guide|handbook|document|report|chapter|section|leaflet|brochure|catalogue|faq|article|table)|on page \d|appendix|chapter \d|the (?:table|chart|figure))\b/i;
const leaning =
  /^(?:it|its|this|that|these|those|they|their|them|he|she|his|her|such|both|another|neither|either|the (?:other|others|latter|former|same|rest|two|three|second|third)|but|however|also|so|and|or|then|instead|otherwise|therefore|in that case|for example|for instance|because of this|each|all of (?:this|them)|most of (?:them|it)|one of them|a (?:second|third))\b/i;

/** What the envelope's own and site passages say in whole sentences. Foreign sources, style guides, menus, tables and orders to a model are left out. */
export function factsOf(envelope: Envelope, excluded: readonly string[] = []): Facts {
  const facts: Facts = { passages: [], questions: [] };
  const seen = new Set<string>();
  const banned = [...envelope.bannedWords, ...excluded];
  for (const chunk of envelope.chunks) {
    if (chunk.trust === "third_party" || guides.test(chunk.fileName)) continue;
    read(chunk, facts, { seen, banned });
  }
  return facts;
}

interface Filter {
  seen: Set<string>;
  banned: readonly string[];
}

function read(chunk: ContextChunk, facts: Facts, filter: Filter): void {
  let topic: string | null = null;
  const blocks = chunk.text.split(/\n{2,}/).map((block) => block.trim());
  for (const [index, block] of blocks.entries()) {
    if (block === "" || isSuspicious(block)) continue;
    if (isHeading(block)) {
      topic = filter.banned.some((phrase) => occurrencesOf(phrase, block) > 0) ? null : block;
      continue;
    }
    const listed = /^(?:-|\d{1,3}\.) /m.test(block);
    if (listed) addList(block, chunk, topic, facts, filter);
    else if (!block.includes(" | "))
      addParagraph(block, chunk, topic, facts, { ...filter, ends: /^(?:-|\d{1,3}\.) /.test(blocks[index + 1] ?? "") });
  }
}

function isHeading(block: string): boolean {
  if (block.includes("\n") || wordsOf(block).length > 14) return false;
  return block.endsWith("?") || !/[.!:;,]["”’)]?$/.test(block);
}

function addList(block: string, chunk: ContextChunk, topic: string | null, facts: Facts, filter: Filter): void {
  const items = block.split("\n").map((line) => line.replace(/^(?:-|\d{1,3}\.) /, "").trim());
  const sound = items.filter((item) => isSound(item, filter, 4) && !leaning.test(item));
  const numbered = /^\d{1,3}\. /.test(block);
  if (sound.length < 3 || sound.length > 12 || (numbered && (sound.length < items.length || !block.startsWith("1. "))))
    return;
  for (const item of sound) filter.seen.add(fold(item));
  facts.passages.push(passageOf(chunk, topic, sound, numbered ? "1." : "-", facts.passages.length));
}

function addParagraph(
  block: string,
  chunk: ContextChunk,
  topic: string | null,
  facts: Facts,
  filter: Filter & { ends: boolean },
): void {
  let run: string[] = [];
  const flush = () => {
    for (const sentences of portions(run))
      facts.passages.push(passageOf(chunk, topic, sentences, null, facts.passages.length));
    run = [];
  };
  const sentences = sentencesOf(block).map((span) => span.text);
  for (const [index, sentence] of sentences.entries()) {
    if (sentence.endsWith("?")) {
      const answer = sentences.slice(index + 1, index + 4).filter((next) => isSound(next, filter, 4));
      if (
        answer.length > 0 &&
        !debris.test(sentence) &&
        filter.banned.every((phrase) => occurrencesOf(phrase, sentence) === 0)
      )
        facts.questions.push({ question: sentence, answer, chunkId: chunk.chunkId });
      flush();
    } else if (isSound(sentence, filter, 4) && !sentence.endsWith(":") && (run.length > 0 || !leaning.test(sentence))) {
      filter.seen.add(fold(sentence));
      run.push(sentence);
    } else flush();
  }
  const first = run.slice(0, 3);
  if (topic?.endsWith("?") && first.length > 0 && !facts.questions.some((known) => known.question === topic)) {
    facts.questions.push({ question: topic, answer: first, chunkId: chunk.chunkId });
  }
  flush();
}

function isSound(sentence: string, filter: Filter, wordsMin: number): boolean {
  const words = wordsOf(sentence).length;
  if (words < wordsMin || words > 45 || !/^["“‘(]?[\p{Lu}\p{N}]/u.test(sentence)) return false;
  if (debris.test(sentence) || pointing.test(sentence) || filter.seen.has(fold(sentence)) || isSuspicious(sentence))
    return false;
  return filter.banned.every((phrase) => occurrencesOf(phrase, sentence) === 0);
}

/** Cuts a long paragraph where the next sentence can stand alone, at about 80 words. */
function portions(sentences: readonly string[]): string[][] {
  const parts: string[][] = [];
  let words = Number.POSITIVE_INFINITY;
  for (const sentence of sentences) {
    const last = parts.at(-1);
    if (last && (words < 60 || leaning.test(sentence))) last.push(sentence);
    else {
      parts.push([sentence]);
      words = 0;
    }
    words += wordsOf(sentence).length;
  }
  const last = parts.at(-1);
  const before = parts.at(-2);
  if (last && before && last.length === 1) before.push(...(parts.pop() ?? []));
  return parts;
}

function passageOf(
  chunk: ContextChunk,
  topic: string | null,
  sentences: string[],
  list: Passage["list"],
  at: number,
): Passage {
  const text = sentences.join(" ");
  return {
    chunkId: chunk.chunkId,
    group: topic === null ? chunk.chunkId : `${chunk.fileName}/${topic}`,
    topic,
    sentences,
    list,
    terms: termsOf(`${topic ?? ""} ${text}`),
    words: wordsOf(text).length,
    at,
  };
}
