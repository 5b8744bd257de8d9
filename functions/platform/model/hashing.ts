import { LRUCache } from "lru-cache";
import { stemmer } from "stemmer";

const wordWeight = 1;
const pairWeight = 0.6;
const gramWeight = 0.5;
const gramLength = 4;

/** Words that say nothing about the subject. Without document frequencies they would dominate every vector. */
const stopWords = new Set(
  (
    "a about after all also an and any are as at be been but by can could did do does for from had has have he her his how i if in " +
    "into is it its just may more most my no not of on one or other our out over she should so some such than that the their them " +
    "then there these they this those to too up us was we were what when where which who will with would you your"
  ).split(" "),
);

interface WordFeatures {
  stem: number;
  /** Slot and signed weight, alternating. */
  parts: Float64Array;
}

/**
 * Builds the hashing vectoriser of a width: stemmed words, pairs of neighbouring stems and runs of four characters, each
 * hashed to a signed slot and damped by 1 + ln(count), the whole of length 1. Texts without a word give zeros.
 */
export function hashingVectorizer(dimensions: number): (text: string) => number[] {
  const known = new LRUCache<string, WordFeatures>({ max: 50_000 });
  const featuresOf = (word: string): WordFeatures => {
    const found = known.get(word);
    if (found) return found;
    const made = wordFeatures(word, dimensions);
    known.set(word, made);
    return made;
  };
  return (text) => {
    const vector = new Float64Array(dimensions);
    const { words, pairs } = count(text, featuresOf);
    for (const [word, times] of words) {
      const { parts } = featuresOf(word);
      const damped = 1 + Math.log(times);
      for (let at = 0; at < parts.length; at += 2) {
        const slot = parts[at] ?? 0;
        vector[slot] = (vector[slot] ?? 0) + damped * (parts[at + 1] ?? 0);
      }
    }
    for (const [pair, times] of pairs) {
      const slot = (pair >>> 1) % dimensions;
      vector[slot] = (vector[slot] ?? 0) + (pair & 1 ? pairWeight : -pairWeight) * (1 + Math.log(times));
    }
    return normalised(vector);
  };
}

function count(text: string, featuresOf: (word: string) => WordFeatures) {
  const words = new Map<string, number>();
  const pairs = new Map<number, number>();
  let before = 0;
  for (const [word] of text
    .normalize("NFKC")
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (stopWords.has(word)) continue;
    words.set(word, (words.get(word) ?? 0) + 1);
    const { stem } = featuresOf(word);
    const pair = mix(Math.imul(before, 31) ^ stem);
    if (before !== 0) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    before = stem;
  }
  return { words, pairs };
}

function wordFeatures(word: string, dimensions: number): WordFeatures {
  const plain = word.normalize("NFD").replace(/\p{M}/gu, "") || word;
  const root = stemmer(plain);
  const stem = hash(`w${root}`);
  const padded = ` ${plain} `;
  const grams = plain.length < gramLength ? [] : Array.from({ length: padded.length - gramLength + 1 }, (_, at) => at);
  const share = gramWeight / Math.sqrt(Math.max(1, grams.length));
  const parts = [(stem >>> 1) % dimensions, stem & 1 ? wordWeight : -wordWeight];
  for (const at of grams) {
    const gram = hash(`g${padded.slice(at, at + gramLength)}`);
    parts.push((gram >>> 1) % dimensions, gram & 1 ? share : -share);
  }
  return { stem, parts: Float64Array.from(parts) };
}

/** FNV-1a over UTF-16 units, 32 bits, then mixed so that the low bits are as good as the high ones. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return mix(value);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function normalised(vector: Float64Array): number[] {
  const length = Math.hypot(...vector);
  return Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
