import { fold, termsOf } from "#core/dataset/terms.ts";
import type { Answer } from "#schema/agent.ts";
import type { Matches, MatchInput } from "../opportunity-matcher.ts";
import { cut } from "./wording.ts";

type Directory = MatchInput["directories"][number];

const keptFrom = 6;

/** Directories of the client's trade and place, by the words that both have in common. */
export function composeMatches({ directories, profile }: MatchInput): Answer<Matches> {
  const trade = new Set(termsOf(profile.industry).keys());
  const matches = directories
    .map((directory) => ({ directory, score: scoreOf(directory, profile, trade) }))
    .filter(({ score }) => score >= keptFrom)
    .toSorted((a, b) => b.score - a.score || (a.directory.id < b.directory.id ? -1 : 1))
    .map(({ directory, score }) => ({
      directoryId: directory.id,
      relevanceScore: score,
      rationale: rationaleOf(directory, profile),
      steps: [
        `Open ${cut(directory.name, 200)} and look whether the company is listed already`,
        directory.cost === "paid" ? "Decide whether the price is worth it" : "Create an account or claim the entry",
        "Enter name, address and site exactly as on the company's own pages",
        "Choose the category of the trade and add a short description",
        "Check the entry once it is shown, and note its address here",
      ],
      minutes: directory.cost === "paid" ? 45 : 30,
    }));
  const warnings = matches.length > 0 ? [] : ["No directory of the list fits the trade or the place of the company."];
  return { data: { matches }, citations: [], warnings };
}

function scoreOf(directory: Directory, { country, city }: MatchInput["profile"], trade: ReadonlySet<string>): number {
  const general = directory.industries.length === 0;
  const ofTrade = directory.industries.some((industry) =>
    [...termsOf(industry).keys()].some((term) => trade.has(term)),
  );
  const region = fold(directory.region);
  const everywhere = region === "" || region === "world" || region === "global";
  const ofPlace = region === fold(country) || (city !== undefined && region === fold(city));
  if ((!general && !ofTrade) || (!everywhere && !ofPlace)) return 1;
  const strong = (directory.domainRating ?? 0) >= 60 || directory.linkType === "dofollow" ? 1 : 0;
  return Math.min(10, (ofTrade ? 7 : 5) + (ofPlace ? 2 : 0) + strong);
}

function rationaleOf({ industries, region, cost }: Directory, { industry, country }: MatchInput["profile"]): string {
  const why =
    industries.length > 0
      ? `It lists companies of the trade (${cut(industry, 60)})`
      : "It lists companies of any trade";
  const where = region ? ` in ${cut(region, 60)}` : ` and is open to companies from ${country}`;
  return `${why}${where}. An entry is ${cost}.`;
}
