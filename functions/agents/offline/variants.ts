import type { Answer, Envelope } from "#schema/agent.ts";
import type { AdVariants, Limits } from "#schema/wording.ts";
import type { VariantsInput } from "../descriptor/paid.ts";
import { citedOf, lineOf, materialFor, quiet, upTo } from "./material.ts";
import { cut } from "./wording.ts";

type Action = AdVariants["variants"][number]["callToAction"];

const actions: Record<VariantsInput["objective"], Action> = {
  awareness: "learn_more",
  traffic: "learn_more",
  engagement: "learn_more",
  leads: "contact_us",
  app_promotion: "download",
  sales: "shop_now",
};
const angles: readonly { angle: string; lead: string; headline: string }[] = [
  { angle: "What it is", lead: "Here is what it is, in plain words.", headline: "What it is" },
  { angle: "From our daily work", lead: "Something we see in our daily work.", headline: "From our daily work" },
  { angle: "Before you decide", lead: "Worth knowing before you decide.", headline: "Before you decide" },
  { angle: "A first step", lead: "A short message is enough to begin.", headline: "Begin with a question" },
  { angle: "Questions people ask", lead: "These are the questions people ask us first.", headline: "Your questions" },
];
const closings: readonly string[] = ["Read more on our site.", "Ask us what you would like to know.", "Take a look."];

/** Variants that name the offer first and then each tell another thing from the company's own documents. */
export function composeVariants(input: VariantsInput, envelope: Envelope, limits: Limits): Answer<AdVariants> {
  const offer = quiet(input.offer);
  const material = materialFor(`${offer} ${input.audience}`, envelope, { seed: input.objective });
  const { passages, vary } = material;
  const lead = cut(offer, Math.min(limits.head - 5, limits.headline.max * 2));
  const variants = angles.slice(0, input.angles).map(({ angle, lead: opening, headline }, index) => {
    const told = passages[index]?.sentences ?? [];
    const parts = [`${lead}.`, opening, ...told, vary.pick(closings, angle)];
    return {
      angle,
      primaryText: upTo(parts, limits.primaryText.max),
      headline: lineOf(index === 0 ? [offer, headline] : [headline], limits.headline, offer),
      description: cut("Ask us before you decide", limits.description.max),
      callToAction: actions[input.objective],
    };
  });
  return {
    data: { variants },
    citations: citedOf(passages, variants.map(({ primaryText }) => primaryText).join("\n")),
    warnings: passages.length > 0 ? [] : ["No own sources were found; the ads are general."],
  };
}
