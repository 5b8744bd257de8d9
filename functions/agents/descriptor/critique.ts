import * as z from "zod";
import { Confidence, CriticAdvice } from "#schema/critic.ts";
import { bounded } from "./text.ts";

export const CriticIssue = z.strictObject({
  severity: z.enum(["blocking", "major", "minor"]),
  category: z.enum(["brand_voice", "accuracy", "structure", "length", "seo", "relevance"]),
  description: bounded(10, 400),
  suggestion: bounded(5, 400),
  quote: bounded(0, 200).optional(),
});
export type CriticIssue = z.infer<typeof CriticIssue>;

export const Critique = z.strictObject({
  passed: z.boolean().optional(),
  score: z.number().min(0).max(100),
  brandScore: z.number().min(0).max(100),
  confidence: Confidence,
  issues: z.array(CriticIssue).max(20),
  recommendation: CriticAdvice,
});
export type Critique = z.infer<typeof Critique>;

/** A verdict whose `passed` and `recommendation` follow from score and issues, whatever the model claimed. */
export const CriticVerdict = Critique.transform((critique) => conclude(critique));
export type CriticVerdict = Critique & { passed: boolean };

/** From this score on a text passes, unless an issue blocks it. */
const scoreMin = 70;

/** Adds issues found by code and decides: passed means a score of at least 70 and nothing blocking. */
export function conclude(critique: Critique, extra: readonly CriticIssue[] = []): CriticVerdict {
  const said = critique.issues.filter(({ description }) => !extra.some((issue) => issue.description === description));
  const issues = [...extra, ...said].slice(0, 20);
  const score = Math.round(critique.score);
  const passed = score >= scoreMin && !issues.some((issue) => issue.severity === "blocking");
  const advice = critique.recommendation === "approve" ? "regenerate" : critique.recommendation;
  return {
    ...critique,
    score,
    brandScore: Math.round(critique.brandScore),
    issues,
    passed,
    recommendation: passed ? "approve" : advice,
  };
}
