import { hostOf, siteOf } from "#core/crawl/domain.ts";
import { termsOf } from "#core/dataset/terms.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ProspectInput, ProspectList } from "../backlink-researcher.ts";
import type { Found } from "../descriptor/index.ts";
import { crowded, type Result, resultsOf } from "./found.ts";
import { cut } from "./wording.ts";

type Prospect = ProspectList["prospects"][number];

const relevanceMin = 5;

/** Two searches: pages that list resources, and sites that take posts of guests. */
export function orderProspects(input: ProspectInput, _envelope: Envelope, found: readonly Found[]) {
  if (found.length > 0) return [];
  return ["pages that list resources", "sites that take guest posts"].map((what) => ({
    name: "web_search" as const,
    input: { query: `${input.clientNiche} ${what}`.slice(0, 200), count: 10 },
  }));
}

/** Sites that a search has given and whose subject is the client's. Without a search nobody is proposed: nobody is made up. */
export function composeProspects(
  input: ProspectInput,
  _envelope: Envelope,
  found: readonly Found[] = [],
): Answer<ProspectList> {
  const barred = new Set([input.clientDomain, ...input.excludeDomains].map(siteOf));
  const niche = new Set(termsOf(input.clientNiche).keys());
  const prospects = new Map<string, Prospect>();
  for (const result of resultsOf(found)) {
    const domain = domainOf(result.url);
    if (!domain || barred.has(siteOf(domain)) || prospects.has(siteOf(domain)) || crowded.test(domain)) continue;
    const prospect = prospectOf(result, domain, input, niche);
    const wanted = input.focusTypes.length === 0 || input.focusTypes.includes(prospect.prospectType);
    if (wanted && prospect.relevanceScore >= relevanceMin) prospects.set(siteOf(domain), prospect);
  }
  const best = [...prospects.values()].toSorted(
    (a, b) => b.relevanceScore - a.relevanceScore || (a.sourceDomain < b.sourceDomain ? -1 : 1),
  );
  return {
    data: { prospects: best.slice(0, input.maxProspects) },
    citations: [],
    warnings: best.length > 0 ? [] : ["No search gave a site that fits; without a model and a search nobody is found."],
  };
}

function prospectOf(result: Result, sourceDomain: string, input: ProspectInput, niche: ReadonlySet<string>): Prospect {
  const terms = termsOf(`${result.title} ${result.description}`);
  const shared = [...niche].filter((term) => terms.has(term)).length;
  const asset = closest(input, terms);
  const takesGuests = /\b(?:write for|guest post|contribute|contributor)/i.test(
    `${result.title} ${result.description}`,
  );
  const prospectType = takesGuests ? "guest-post" : "resource-page";
  return {
    sourceDomain,
    sourceUrl: result.url,
    prospectType,
    relevanceScore: Math.min(10, 1 + Math.round((9 * shared) / Math.max(1, niche.size))),
    pitchRationale: cut(
      `Their page “${cut(result.title, 120)}” ${takesGuests ? "asks for texts of guests" : "leads readers to further material"} on the same subject. Ours, “${cut(asset.title, 120)}”, would fit there.`,
      600,
    ),
    targetAssetUrl: asset.url,
  };
}

function closest(input: ProspectInput, terms: ReadonlyMap<string, number>) {
  const shared = ({ title, description }: { title: string; description: string }) =>
    [...termsOf(`${title} ${description}`).keys()].filter((term) => terms.has(term)).length;
  const [best] = input.contentAssets.toSorted((a, b) => shared(b) - shared(a));
  if (!best) throw new Error("there is always one page to link to");
  return best;
}

function domainOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const host = hostOf(url);
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(host) ? host : null;
}
