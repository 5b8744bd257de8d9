import { wordCountOf } from "#core/run/prose.ts";
import type { EditCategory } from "#schema/run.ts";
import { align, said } from "./align.ts";
import { factsOf } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { structureOf } from "./structure.ts";
import { toneOf } from "./tone.ts";
import { onlySpelling, wordsRemoved } from "./wording.ts";

const findingsMax = 6;
/** A text this much shorter or longer than before was cut or filled up. */
const length = { shorterBelow: 0.85, longerAbove: 1.15, wordsMin: 20 } as const;
/** What an edit is called after, when it did several things. */
const order: readonly EditCategory[] = ["fact", "forbidden_word", "length", "structure", "tone"];

/** What a person's edit of a text was about, and what can be learned of it. */
interface Edit {
  category: EditCategory;
  findings: Finding[];
}

/**
 * Says what an edit of a Markdown text did, by rules alone: numbers and names changed are a fact, a word gone from every sentence
 * that had it is a forbidden word, a text much shorter or longer is length, headings and order are structure, other wording is
 * tone. Corrected spelling, marks and white space teach nothing.
 */
export function classify(before: string, after: string): Edit {
  const lengthened = lengthOf(before, after);
  const structure = structureOf(before, after, { kept: lengthened.length === 0 });
  if (said(before) === said(after))
    return { category: structure.length > 0 ? "structure" : "format", findings: structure };
  const aligned = align(before, after);
  if (structure.length === 0 && onlySpelling(aligned)) return { category: "other", findings: [] };
  const grew = lengthened.length > 0 || structure.length > 0;
  const facts = factsOf(aligned, before, { grew });
  const removed = wordsRemoved(aligned, before, after);
  const isReworded = !removed.some(({ kind }) => kind === "forbidden_word") && facts.length === 0;
  const tone = isReworded ? toneOf(aligned.changed) : [];
  const all = [...facts, ...removed, ...lengthened, ...structure, ...tone];
  const category = order.find((kind) => all.some((finding) => finding.kind === kind)) ?? "tone";
  const ranked = all.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return { category, findings: ranked.slice(0, findingsMax) };
}

function lengthOf(before: string, after: string): Finding[] {
  const [old, fresh] = [wordCountOf(before), wordCountOf(after)];
  if (old < length.wordsMin) return [];
  const ratio = fresh / old;
  if (ratio > length.shorterBelow && ratio < length.longerAbove) return [];
  const way = ratio < 1 ? "shorter" : "longer";
  const text = `The text was made ${way}: ${old} words became ${fresh}`;
  return [{ kind: "length", point: `length:${way}`, text, data: { ratio: Math.round(ratio * 100) / 100 } }];
}
