import * as z from "zod";
import { termsOf } from "#core/dataset/terms.ts";
import { failed, passed } from "#core/run/validators.ts";
import type { Envelope } from "#schema/agent.ts";
import type { AdVariants, Limits } from "#schema/wording.ts";
import { Again, againParts } from "./again.ts";
import type { Finding, PromptPart } from "./index.ts";
import { chunkParts, contextParts, part } from "./parts.ts";
import { Url } from "./shapes.ts";
import { bounded } from "./text.ts";

export const VariantsInput = Again.extend({
  campaignName: bounded(3, 100),
  objective: z.enum(["awareness", "traffic", "engagement", "leads", "app_promotion", "sales"]).default("leads"),
  audience: z.string().max(500).default(""),
  offer: z.string().min(3).max(300),
  landingPageUrl: Url,
  angles: z.number().int().min(3).max(5).default(3),
});
export type VariantsInput = z.infer<typeof VariantsInput>;

const personal =
  /\b(?:are you|you are|you['’]re|as an?|being)\s+(?:an?\s+)?(?:single|divorced|widowed|pregnant|disabled|overweight|obese|depressed|anxious|gay|lesbian|transgender|christian|muslim|jewish|hindu|black|white|asian|hispanic|elderly|diabetic|bankrupt|unemployed|in debt|poor|sick|ill|over \d\d|under \d\d)\b/i;

/** The rules of variants: as many as asked for, the message first, nothing asserted about the reader. */
export function checkVariants(
  { variants }: AdVariants,
  input: Pick<VariantsInput, "offer" | "angles">,
  { head }: Limits,
): Finding[] {
  const wanted = [...termsOf(input.offer).keys()];
  const late = variants.filter(({ primaryText }) => {
    const seen = termsOf(primaryText.slice(0, head));
    return wanted.length > 0 && !wanted.some((term) => seen.has(term));
  });
  const texts = variants.map(({ primaryText }) => primaryText);
  const rule = (holds: boolean, message: string): Finding => (holds ? passed("V2", "Holds.") : failed("V2", message));
  return [
    rule(variants.length === input.angles, `Write ${input.angles} variants, not ${variants.length}.`),
    rule(new Set(texts).size === texts.length, "Each variant needs a text of its own."),
    rule(
      late.length === 0,
      `Name the offer in the first ${head} characters of: ${late.map(({ angle }) => angle).join(", ")}.`,
    ),
    rule(!texts.some((text) => personal.test(text)), "Assert nothing personal about the reader."),
  ];
}

/** The parts of a prompt for variants. */
export function variantParts(input: VariantsInput, envelope: Envelope, { head }: Limits): PromptPart[] {
  return [
    part(
      "Task",
      [
        `${input.angles} variants for the campaign ${input.campaignName}, objective ${input.objective}.`,
        `Offer: ${input.offer}`,
        input.audience ? `Audience: ${input.audience}` : "",
        `They lead to ${input.landingPageUrl}. The first ${head} characters carry the message.`,
      ].join("\n"),
      500,
      0,
    ),
    ...contextParts(envelope),
    ...againParts(input, envelope),
    ...chunkParts(envelope),
  ];
}

/** The words of variants that readers read. */
export function textOfVariants({ variants }: AdVariants): string {
  return variants.flatMap(({ primaryText, headline, description }) => [primaryText, headline, description]).join("\n");
}
