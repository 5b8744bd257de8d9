import { flagsOf } from "#core/customer-review/flags.ts";
import { fold, termsOf } from "#core/dataset/terms.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ResponseDraft, ResponseInput } from "../review-response-writer.ts";
import { citedOf, type Material, materialFor } from "./material.ts";
import { cut } from "./wording.ts";

const thanks: Record<"positive" | "neutral" | "negative", readonly string[]> = {
  positive: ["thank you for taking the time to write.", "thank you for your kind words."],
  neutral: ["thank you for telling us how it was.", "thank you for your review."],
  negative: ["thank you for telling us.", "thank you for your honest words."],
};
const heard: typeof thanks = {
  positive: ["It is good to read that you were content.", "We have passed it on to everybody who works with us."],
  neutral: [
    "What you describe helps us to see what to look at next.",
    "We read every review and talk about it among ourselves.",
  ],
  negative: [
    "What you describe is not what we want anybody to take away from a visit, and we take it seriously.",
    "We are sorry to read that, and we want to understand what happened.",
  ],
};
const partings: typeof thanks = {
  positive: ["We look forward to seeing you again.", "Until the next time."],
  neutral: ["Tell us more whenever you like; we listen.", "We would be glad to hear what would have made it better."],
  negative: [
    "Would you write to us directly? Then we can look into it with you.",
    "Please get in touch with us directly, so that somebody can go through it with you.",
  ],
};
const rewarding = /\b(?:discount|voucher|coupon|gift|refund|compensat|reimburs|free|price|percent|should have)/i;
const asides = new Set(["good", "great", "best", "nice", "bad", "really", "very", "town", "time", "love", "would"]);

/** A short answer to one review: thanks, what it speaks of, a sentence of the company's own, and what follows. */
export function composeResponse(input: ResponseInput, envelope: Envelope): Answer<ResponseDraft> {
  const { starRating, reviewText, reviewerName } = input;
  const sentiment = starRating >= 4 ? "positive" : starRating === 3 ? "neutral" : "negative";
  const material = materialFor(`${reviewText} ${input.locationName ?? ""}`, envelope, {
    seed: input.reviewId,
    before: [String(input.previousVersion?.["draftResponse"] ?? "")],
  });
  const topics = topicsOf(reviewText);
  const text = [
    reviewerName
      ? `Dear ${reviewerName}, ${say(material, thanks[sentiment], "thanks")}`
      : capitalised(material, sentiment),
    say(material, heard[sentiment], "heard"),
    ownWords(material, sentiment),
    say(material, partings[sentiment], "parting"),
    material.brand ? `Kind regards, the team of ${material.brand}` : "Kind regards, the team",
  ]
    .filter(Boolean)
    .join(" ");
  const draftResponse = cut(text, 780);
  return {
    data: { draftResponse, sentiment, topics, flags: flagsOf(reviewText, starRating) },
    citations: citedOf(material.passages, draftResponse),
    warnings: material.passages.length > 0 ? [] : ["No own sources were found; the answer is general."],
  };
}

function say({ vary, allowed }: Material, phrases: readonly string[], key: string): string {
  return vary.pick(allowed(phrases).length > 0 ? allowed(phrases) : phrases, key);
}

function capitalised(material: Material, sentiment: keyof typeof thanks): string {
  const text = say(material, thanks[sentiment], "thanks");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Whoever complains is not told how good the company is.
function ownWords({ passages }: Material, sentiment: keyof typeof thanks): string {
  if (sentiment === "negative") return "";
  const told = passages.flatMap(({ sentences }) => sentences).find((one) => one.length <= 260 && !rewarding.test(one));
  return told ?? "";
}

function topicsOf(text: string): string[] {
  return [...termsOf(fold(text)).keys()]
    .filter((term) => term.length >= 4 && term.length <= 40 && !asides.has(term))
    .slice(0, 6);
}
