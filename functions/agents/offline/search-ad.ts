import { occurrencesOf } from "#core/run/prose.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { SearchAd } from "#schema/wording.ts";
import type { SearchAdInput } from "../google-ads-writer.ts";
import { slugOf } from "./fit.ts";
import { citedOf, materialFor } from "./material.ts";
import { capital, cut } from "./wording.ts";

const headlineMax = 30;
const descriptionMax = 90;

const generalHeadlines: readonly string[] = [
  "Ask us before you decide",
  "Plain answers to questions",
  "See what we do",
  "Get in touch today",
  "Read more on our site",
  "Know what to look for",
  "Compare before you choose",
  "Find out how it works",
  "Start with a question",
  "Talk to our team",
  "A clear first step",
  "Your questions answered",
  "See the details",
  "Know what you get",
  "Take the next step",
  "Take a look at our site",
  "Learn more on one page",
  "Begin with a short message",
];
const generalDescriptions: readonly string[] = [
  "Read what to look for, then ask what you would like to know before you decide.",
  "What it is, how it works and where to begin. All of it on one page, in plain words.",
  "Have a question? Send it with a few words on your situation, and we answer it.",
  "See the details, compare calmly, and take the next step when you are ready.",
  "Find the answers people ask for most, without terms that need a dictionary.",
];

/** Headlines that hold a keyword, as many as there is room for. */
export function wordingsOf(keyword: string): string[] {
  const name = capital(keyword);
  const all = [name, `${name}: details`, `About ${keyword}`, `${name} explained`, `Ask about ${keyword}`];
  return all.filter((line) => line.length <= headlineMax);
}

/** A search ad of the keywords, the names of what the company offers, its own short sentences, and plain calls. */
export function composeSearchAd(input: SearchAdInput, envelope: Envelope): Answer<SearchAd> {
  const material = materialFor(input.targetKeywords.join(" "), envelope, { seed: input.campaignGoal });
  const { allowed, brand, offers, passages, vary } = material;
  const keywords = allowed(input.targetKeywords);
  const headlines = distinct(
    allowed([
      ...keywords.map((keyword) => capital(keyword)),
      ...(brand ? [brand, `Ask ${brand}`] : []),
      ...offers.map(({ name }) => name),
      ...keywords.flatMap((keyword) => wordingsOf(keyword).slice(1)).slice(0, 4),
      ...vary.order(generalHeadlines, "headlines"),
    ]).map((line) => line.replaceAll("!", "")),
    headlineMax,
  );
  const sentences = passages.flatMap((passage) => passage.sentences);
  const descriptions = distinct(
    [...sentences.slice(0, 40), ...allowed(vary.order(generalDescriptions, "descriptions"))],
    descriptionMax,
  );
  const data: SearchAd = {
    headlines: headlines.slice(0, 15).map((text) => ({ text })),
    descriptions: descriptions.slice(0, 4).map((text) => ({ text })),
    paths: pathsOf(input.targetKeywords),
    finalUrl: input.landingPageUrl,
  };
  const held = data.headlines.filter(({ text }) => keywords.some((keyword) => occurrencesOf(keyword, text) > 0));
  return {
    data,
    citations: citedOf(passages, data.descriptions.map(({ text }) => text).join("\n")),
    warnings: held.length >= 5 ? [] : ["Most keywords are too long for a headline."],
  };
}

function distinct(lines: readonly string[], max: number): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = line.toLowerCase();
    if (line.length === 0 || line.length > max || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function pathsOf([keyword = ""]: readonly string[]): string[] {
  const words = slugOf(cut(keyword, 40)).split("-");
  return words.filter((word) => word.length >= 3 && word.length <= 15).slice(0, 2);
}
