import { describe, expect, it } from "vitest";
import { bm25, type Candidate, corpusOf, fuse } from "#core/dataset/rank.ts";
import { sentencesOf } from "#core/dataset/sentences.ts";
import { termsOf } from "#core/dataset/terms.ts";

const now = "2026-06-01T00:00:00.000Z";
const document = (chunkId: string, text: string) => {
  const terms = termsOf(text);
  return { chunkId, terms, length: [...terms.values()].reduce((a, b) => a + b, 0) };
};
const candidate = (chunkId: string, fields: Partial<Candidate> = {}): Candidate => ({
  chunkId,
  text: `unique text number ${chunkId} about thing ${chunkId}`,
  dense: 0.5,
  bm25: 1,
  importance: 0.5,
  createdAt: now,
  ...fields,
});

describe("termsOf", () => {
  it("folds case and accents, stems English and drops stop words", () => {
    expect([...termsOf("The clinics’ Cafés are cleaning; cleaned CLINIC's 1,400 things").keys()].toSorted()).toEqual(
      ["1400", "cafe", "clean", "clinic", "thing"].toSorted(),
    );
  });
  it("keeps words of other scripts", () => {
    expect(termsOf("भारत में हिन्दी").has("हिन्दी")).toBe(true);
    expect(termsOf("東京の天気").size).toBeGreaterThan(1);
  });
});

describe("sentencesOf", () => {
  it("does not break after abbreviations, initials or decimals", () => {
    expect(
      sentencesOf("Dr. Smith paid $3.50, i.e. less. It works, e.g. at 9 a.m. daily. J. Doe left.").map((s) => s.text),
    ).toEqual(["Dr. Smith paid $3.50, i.e. less.", "It works, e.g. at 9 a.m. daily.", "J. Doe left."]);
  });
});

describe("bm25", () => {
  it("prefers rare and repeated terms in short passages", () => {
    const documents = [
      document("a", "roof repair and roof cleaning"),
      document("b", "garden repair"),
      document("c", "garden paths and garden walls"),
    ];
    expect(bm25(termsOf("roof repair"), documents, corpusOf(documents)).map((hit) => hit.chunkId)).toEqual(["a", "b"]);
  });
});

describe("fuse", () => {
  it("weighs relevance, recency and importance", () => {
    const [best, , last] = fuse(
      [
        candidate("old", { createdAt: "2025-06-01T00:00:00.000Z" }),
        candidate("new"),
        candidate("weak", { dense: 0.1, bm25: 0.1 }),
      ],
      { denseWeight: 0.6, now, topK: 8 },
    );
    expect(best?.chunkId).toBe("new");
    expect(best?.score).toBeCloseTo(0.7 + 0.15 + 0.075);
    expect(last).toMatchObject({ chunkId: "weak", used: false });
  });
  it("keeps the better of two near copies and at most topK", () => {
    const copies = [
      candidate("a", { text: "one two three four", dense: 0.9 }),
      candidate("b", { text: "one two three four", dense: 0.8 }),
      candidate("c", { dense: 0.7 }),
      candidate("d"),
    ];
    const used = fuse(copies, { denseWeight: 1, now, topK: 2 }).filter((hit) => hit.used);
    expect(used.map((hit) => hit.chunkId)).toEqual(["a", "c"]);
  });
  it("takes one arm alone when the weight says so and survives nothing found", () => {
    const [best] = fuse(
      [candidate("dense", { dense: 0.9, bm25: null }), candidate("sparse", { dense: null, bm25: 9 })],
      { denseWeight: 0, now, topK: 8 },
    );
    expect(best?.chunkId).toBe("sparse");
    expect(fuse([], { denseWeight: 0.6, now, topK: 8 })).toEqual([]);
  });
});
