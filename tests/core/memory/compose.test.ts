import { describe, expect, test } from "vitest";
import { compose, confidenceOf, type Evidence } from "#core/memory/compose.ts";
import type { MemoryKey } from "#schema/memory.ts";

let minute = 0;
const seen = (key: MemoryKey, point: string, data: Evidence["data"] = {}): Evidence => ({
  ...{ key, point, data, lesson: `About ${point}`, source: "edit" },
  learnedAt: new Date(Date.UTC(2026, 0, 1, 0, minute++)),
});
const pattern = (point: string, data?: Evidence["data"]) => seen("edit_patterns", point, data);
const points = (key: MemoryKey, evidence: Evidence[]) => compose(evidence).get(key)?.points ?? [];

describe("what many texts show is surer than what one shows", () => {
  test("confidence rises with each text and never reaches certainty", () => {
    const rising = [1, 2, 3, 5, 8].map(confidenceOf);
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(new Set(rising).size).toBe(rising.length);
    expect(Math.max(...rising)).toBeLessThan(1);
  });

  test("repeated patterns come first", () => {
    const found = points("edit_patterns", [pattern("word:a"), pattern("word:b"), pattern("word:b")]);
    expect(found.map(({ point, evidenceCount }) => [point, evidenceCount])).toEqual([
      ["word:b", 2],
      ["word:a", 1],
    ]);
  });

  test("what counts half is half as sure", () => {
    const [half, whole] = [pattern("word:half", { weight: 0.5 }), pattern("word:whole")];
    const found = points("edit_patterns", [half, whole]);
    expect(found.map(({ point }) => point)).toEqual(["word:whole", "word:half"]);
  });

  test("wishes that contradict each other weaken each other, down to nothing", () => {
    const even = [pattern("length:shorter"), pattern("length:longer")];
    expect(points("edit_patterns", even)).toEqual([]);
    const found = points("edit_patterns", [...even, pattern("length:shorter")]);
    expect(found).toEqual([
      expect.objectContaining({ point: "length:shorter", confidence: confidenceOf(1), evidenceCount: 2 }),
    ]);
  });
});

describe("lengths", () => {
  const length = (amount: number) => seen("preferred_length_words", "words", { amount, unit: "words" });

  test("are averaged, and surer when they are alike", () => {
    const [alike] = points("preferred_length_words", [1_180, 1_200, 1_220].map(length));
    const [apart] = points("preferred_length_words", [400, 1_200, 2_000].map(length));
    expect(alike).toMatchObject({ data: { amount: 1_200 }, evidenceCount: 3 });
    expect(alike?.text).toContain("1,200 words");
    expect(apart?.confidence).toBeLessThan(alike?.confidence ?? 0);
  });

  test("of long ago are forgotten", () => {
    const amounts = [...Array.from({ length: 5 }, () => 3_000), ...Array.from({ length: 10 }, () => 900)];
    expect(points("preferred_length_words", amounts.map(length))[0]?.data).toMatchObject({ amount: 900 });
  });
});

describe("examples come of the last five decisions", () => {
  test("the best is the newest that nobody had to edit", () => {
    const found = points("best_example", [
      seen("best_example", "example:clean", { edited: false }),
      seen("best_example", "example:edited", { edited: true }),
    ]);
    expect(found.map(({ point }) => point)).toEqual(["example:clean"]);
  });

  test("what is older than five decisions is no example any more", () => {
    const old = seen("best_example", "example:old");
    const rejections = Array.from({ length: 5 }, (_, at) => seen("worst_example", `example:${at}`));
    const all = [old, ...rejections];
    expect(points("best_example", all)).toEqual([]);
    expect(points("worst_example", all).map(({ point }) => point)).toEqual(["example:4"]);
  });
});

test("of topics, all are one thing, the newest first", () => {
  const found = compose([seen("covered_topics", "roasts"), seen("covered_topics", "beans")]).get("covered_topics");
  expect(found?.points.map(({ point }) => point)).toEqual(["beans", "roasts"]);
  expect(found?.confidence).toBe(confidenceOf(2));
});
