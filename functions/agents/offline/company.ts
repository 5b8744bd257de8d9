import type { Answer } from "#schema/agent.ts";
import { countries } from "#schema/countries.ts";
import { industries } from "#schema/industry.ts";
import { isOnDomain } from "#schema/lead.ts";
import type { CompanyFacts, EnrichInput } from "../lead-enricher.ts";

const sizes: readonly [number, NonNullable<CompanyFacts["companySize"]>][] = [
  [10, "1-10"],
  [50, "11-50"],
  [200, "51-200"],
  [500, "201-500"],
  [1_000, "501-1000"],
];
const people =
  /\b(?:team of|staff of|employ(?:s|ing)?|with)\s+(?:about |around |over |more than |some )?([\d,.]{1,7})\b|\b([\d,.]{1,7})\+?\s+(?:employees|people|colleagues|staff)\b/i;

/** What the pages of a company say in so many words. Nothing is guessed from its name. */
export function composeCompany({ extract, emailDomain }: EnrichInput): Answer<CompanyFacts> {
  const pages = extract.split(/\n\n(?=https?:\/\/\S+\n)/).filter((page) => /^https?:\/\//.test(page));
  const sourceOf = (fact: string) => pages.find((page) => page.includes(fact))?.split(/\s/)[0];
  const [said = "", first, second] = people.exec(extract) ?? [];
  const count = Number((first ?? second ?? "").replaceAll(/[.,]/g, ""));
  const companySize = count > 0 ? (sizes.find(([max]) => count <= max)?.[1] ?? "1000+") : undefined;
  const industry = industryOf(extract);
  const [linkedinUrl] = /https?:\/\/(?:[a-z]+\.)?linkedin\.com\/company\/[\w%.-]+/i.exec(extract) ?? [];
  const country = countries.find(({ name }) =>
    new RegExp(`\\b${name.replaceAll(/[.*+?^$()[\]{}|\\]/g, "\\$&")}\\b`).test(extract),
  );
  const website = pages[0]?.split(/\s/)[0];
  const sources = [said, industry?.word, linkedinUrl, country?.name].flatMap((fact) =>
    fact ? (sourceOf(fact) ?? []) : [],
  );
  const isOwn = website !== undefined && isOnDomain(website, emailDomain);
  return {
    data: {
      ...(companySize ? { companySize } : {}),
      ...(industry ? { industry: industry.name } : {}),
      ...(isOwn ? { website } : {}),
      ...(linkedinUrl ? { linkedinUrl } : {}),
      ...(country ? { country: country.code } : {}),
      sources: [...new Set(sources)].slice(0, 5),
    },
    citations: [],
    warnings: [],
  };
}

// The trade whose words stand most often on the pages.
function industryOf(extract: string): { name: string; word: string } | undefined {
  const ranked = industries
    .filter(({ key }) => key !== "other")
    .map(({ name }) => {
      const words = name.split(/\W+/).filter((word) => word.length > 4 && !["services", "professional"].includes(word));
      const found = words.flatMap((word) => extract.match(new RegExp(`\\b${word}`, "gi")) ?? []);
      return { name, word: found[0] ?? "", count: found.length };
    })
    .toSorted((a, b) => b.count - a.count);
  const [best] = ranked;
  return best && best.count > 0 ? best : undefined;
}
