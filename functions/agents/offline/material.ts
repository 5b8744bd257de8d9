import { wordsOf } from "#core/dataset/terms.ts";
import { occurrencesOf } from "#core/run/prose.ts";
import type { Citation, Envelope } from "#schema/agent.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import { type Facts, factsOf, type Passage } from "./facts.ts";
import { guidance } from "./guidance.ts";
import { scoresFor } from "./match.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { type Vary, varyBy } from "./vary.ts";
import { brandOf, capital, cut } from "./wording.ts";

/** What short copy is made of: the company's own sentences about a subject, what it offers, and general advice. */
export interface Material {
  /** Passages about the subject, best first; those of earlier texts are left out. */
  passages: Passage[];
  questions: Facts["questions"];
  /** Name and description of what the company sells, from its context file. */
  offers: { name: string; text: string }[];
  /** Paragraphs of advice that state no facts. */
  advice: string[];
  brand: string | null;
  vary: Vary;
  /** Phrases without a banned word. */
  allowed(phrases: readonly string[]): string[];
}

/** Gathers what copy about a subject is made of. The seed varies what chance would; the best `skip` passages come last. */
export function materialFor(
  about: string,
  envelope: Envelope,
  { seed, before = [], skip = 0 }: { seed: unknown; before?: readonly string[]; skip?: number },
): Material {
  const facts = factsOf(envelope, platformBannedWords);
  const scores = scoresFor(about, facts.passages);
  const earlier = before.join("\n");
  const isTold = (text: string) => earlier !== "" && earlier.includes(text.slice(0, 80));
  const vary = varyBy({ about, version: envelope.version, notes: envelope.reviewerNotes ?? "", seed });
  const banned = [...platformBannedWords, ...envelope.bannedWords];
  const allowed = (phrases: readonly string[]) =>
    phrases.filter((phrase) => banned.every((word) => occurrencesOf(word, phrase) === 0));
  const fresh = facts.passages
    .filter(({ list, sentences }) => list === null && !isTold(sentences[0] ?? ""))
    .toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || a.at - b.at);
  const from = fresh.length === 0 ? 0 : skip % fresh.length;
  const advice = guidance.map(({ sentences }) => plain(sentences)).filter((text) => !isTold(text));
  return {
    passages: [...fresh.slice(from), ...fresh.slice(0, from)],
    questions: facts.questions,
    offers: offersOf(envelope).filter(({ name, text }) => allowed([`${name} ${text}`]).length > 0),
    advice: vary.order(allowed(advice), "advice"),
    brand: brandOf(envelope.contextFile),
    vary,
    allowed,
  };
}

/** A line between two lengths: the first phrase that fits, else the first one cut or filled up. */
export function lineOf(phrases: readonly string[], { min, max }: { min: number; max: number }, rest: string): string {
  const fitting = phrases.find((phrase) => phrase.length >= min && phrase.length <= max);
  if (fitting) return fitting;
  const long = phrases.map((phrase) => cut(phrase, max)).find((phrase) => phrase.length >= min);
  return long ?? cut(`${phrases[0] ?? ""} ${rest}`.trim(), max);
}

/** Whole sentences up to a length in characters, at least the first. */
export function upTo(sentences: readonly string[], max: number): string {
  let text = cut(sentences[0] ?? "", max);
  for (const sentence of sentences.slice(1)) {
    if (text.length + 1 + sentence.length > max) break;
    text = `${text} ${sentence}`;
  }
  return text;
}

/** Where the sentences of a passage that were used stand. */
export function citedOf(passages: readonly Passage[], text: string): Citation[] {
  return passages
    .flatMap(({ sentences, chunkId }) => sentences.map((claim) => ({ claim: cut(claim, 300), chunkId })))
    .filter(({ claim }) => text.includes(claim))
    .slice(0, 60);
}

/** The subject without words in capitals, so that it reads as one line of a text. */
export function quiet(text: string): string {
  const lower = text.trim().replaceAll(/(?<!\p{L})\p{Lu}{4,}(?!\p{L})/gu, (word) => word.toLowerCase());
  return capital(lower.replace(/[.!]+$/, ""));
}

function plain(sentences: readonly string[]): string {
  return sentences.join(" ").replaceAll(/\{k\|([^}]*)\}/g, "$1");
}

function offersOf({ contextFile }: Envelope): Material["offers"] {
  const items = itemsOf(sectionsOf(contextFile).get("products and services") ?? "");
  return items.flatMap((item) => {
    const [, name = "", text = ""] = /^([^:]{3,60}):\s+(.{20,})$/.exec(item.replaceAll("*", "")) ?? [];
    return name && wordsOf(name).length <= 8 ? [{ name, text }] : [];
  });
}
