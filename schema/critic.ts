import * as z from "zod";

export const Confidence = z.enum(["high", "medium", "low"]);
/** What the critic says should happen with a draft. */
export const CriticAdvice = z.enum(["approve", "regenerate", "flag_for_review"]);
