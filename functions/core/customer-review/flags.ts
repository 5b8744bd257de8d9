import type { ReviewFlag } from "#schema/customer-review.ts";

const signs: Record<ReviewFlag, RegExp> = {
  legal: /\b(?:lawyers?|attorneys?|solicitors?|su(?:e|ing)|court|legal action|lawsuit|police|fraud)\b/i,
  health: /\b(?:sick|ill(?:ness)?|poison(?:ed|ing)?|injur(?:y|ed)|allerg(?:y|ic)|hospital|doctor|mould|mold|rats?)\b/i,
  discrimination: /\b(?:racis[mt]|sexis[mt]|discriminat\w+|homophobi\w+|wheelchair|because (?:i am|of my) \w+)\b/i,
  refund: /\b(?:refund|money back|overcharg\w+|chargeback|charged (?:me )?twice)\b/i,
  staff: /\b(?:rude|unfriendly|staff|waiter|waitress|manager|employee|receptionist)\b/i,
  threat: /\b(?:threat\w*|burn (?:it|this|you)|hurt you|watch out|you will regret|kill)\b/i,
};

/** What code sees in a review that asks for care, whatever a model says of it. Praise of the staff is none. */
export function flagsOf(text: string, rating: number): ReviewFlag[] {
  return (Object.keys(signs) as ReviewFlag[]).filter(
    (flag) => signs[flag].test(text) && (flag !== "staff" || rating <= 3),
  );
}

/** 1 to 3 stars, or anything that asks for care, is decided by itself and soon. */
export function riskOf(rating: number, flags: readonly ReviewFlag[]): "low" | "high" {
  return rating <= 3 || flags.length > 0 ? "high" : "low";
}
