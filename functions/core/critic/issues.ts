import type { CriticIssue } from "#agents/descriptor/critique.ts";
import { unsupportedMax } from "#core/run/validators.ts";

/** A text that repeats what a page or document orders is not published. */
export const orderIssue: CriticIssue = {
  severity: "blocking",
  category: "accuracy",
  description: "The text repeats an instruction that stands in a web page or foreign document.",
  suggestion: "Write it without that passage, from what the company itself says.",
};

/** Three claims or more that nothing carries block a text. */
export function unsupportedIssue(claims: readonly string[]): CriticIssue[] {
  const [first] = claims;
  if (first === undefined || claims.length < unsupportedMax) return [];
  return [
    {
      severity: "blocking",
      category: "accuracy",
      description: `${claims.length} claims have no source in the material of the company.`,
      suggestion: "Leave them out, or say only what a source says.",
      quote: first.slice(0, 200),
    },
  ];
}
