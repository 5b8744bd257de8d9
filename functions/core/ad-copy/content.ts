import type { AdPlatform } from "#schema/ad-copy.ts";
import type { AgentName } from "#schema/agent.ts";
import type { AdVariants, SearchAd } from "#schema/wording.ts";

type Content = Record<string, unknown>;
interface Base {
  name: string;
  objective: string;
  finalUrl: string;
}
/** A set of ad texts for one platform. */
export type AdCopy = Base &
  (
    | { platform: "google_ads"; payload: SearchAd }
    | { platform: Exclude<AdPlatform, "google_ads">; payload: AdVariants }
  );

const of = (content: Content) => content as unknown as AdCopy;

/** Columns of a set of ad texts from its content. */
export function columns(content: Content): Record<string, unknown> {
  const { platform, name, objective, finalUrl, payload } = of(content);
  return { platform, name, objective, finalUrl, payload: JSON.stringify(payload) };
}

const writers: Readonly<Record<AdPlatform, AgentName>> = {
  google_ads: "google-ads-writer",
  meta_ads: "meta-ads-writer",
  linkedin_ads: "linkedin-ads-writer",
};

/** Who words the ads of a platform. */
export function writer(content: Content): AgentName {
  return writers[of(content).platform];
}

/** The set as one text, line by line. */
export function article(content: Content): string {
  return linesOf(of(content)).join("\n\n");
}

/** What the critic would read of a set; ads go to people without it. */
export function judged(content: Content) {
  const limits = { wordsMin: 1, wordsMax: 1_000, sectionsMin: 0 };
  return { title: of(content).name, content: article(content), limits };
}

function linesOf(copy: AdCopy): string[] {
  if (copy.platform === "google_ads") {
    const { headlines, descriptions, paths } = copy.payload;
    return [...headlines.map(({ text }) => text), ...descriptions.map(({ text }) => text), ...paths];
  }
  return copy.payload.variants.flatMap(({ primaryText, headline, description }) => [
    headline,
    primaryText,
    description,
  ]);
}
