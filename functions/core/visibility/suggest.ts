import type { VisibilityPromptInput } from "#schema/visibility.ts";

const suggestionsMax = 8;
const promptMax = 300;

/** What to ask assistants first about a company, by what its workspace says of it. */
export function suggest(company: {
  name: string;
  industry: string | null;
  place: string | null;
  competitors: readonly string[];
}): VisibilityPromptInput[] {
  const { name, competitors } = company;
  const trade = company.industry?.trim() || "companies like this";
  const place = company.place ? ` in ${company.place}` : "";
  const [rival, other] = competitors;
  const asked: VisibilityPromptInput[] = [
    { type: "category", prompt: `Which companies are the best choice for ${trade}?` },
    { type: "category", prompt: `Who would you recommend for ${trade}, and why?` },
    { type: "local", prompt: `Who offers ${trade}${place}?` },
    { type: "local", prompt: `Which provider of ${trade}${place} has the best reputation?` },
    { type: "brand", prompt: `What is ${name} known for?` },
    { type: "brand", prompt: `Is ${name} a good choice for ${trade}?` },
    {
      type: "competitor",
      prompt: rival ? `How does ${name} compare with ${rival}?` : `What are alternatives to ${name}?`,
    },
    {
      type: "competitor",
      prompt: other ? `Should I choose ${name} or ${other}?` : `Which companies compete with ${name}?`,
    },
  ];
  return asked.filter(({ prompt }) => prompt.length <= promptMax).slice(0, suggestionsMax);
}
