import { expect, test } from "vitest";
import { estimateTokens } from "#platform/model/tokens.ts";

test("tokens are those of the o200k vocabulary", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("hello world")).toBe(2);
});

test("text that looks like a control token is counted as text", () => {
  expect(estimateTokens("<|endoftext|>")).toBeGreaterThan(1);
});

test("a very long text is counted close to exactly", () => {
  const sentence = "Every table is made from one tree. ";
  const perSentence = estimateTokens(sentence.repeat(100)) / 100;
  const ratio = estimateTokens(sentence.repeat(20_000)) / (perSentence * 20_000);
  expect(ratio).toBeGreaterThan(0.98);
  expect(ratio).toBeLessThan(1.02);
});
