import * as z from "zod";
import { type AdsTree, type Named, plant, readBack, variantsOnly } from "./ads-tree.ts";
import { type Call, declined, notYet, unseen, untested } from "./api.ts";
import { linkedin, linkedinError } from "./linkedin.ts";
import type { AdsPayload, ChannelAdapter, PostResult, TokenAccount } from "./types.ts";

const List = z.object({
  elements: z.array(z.object({ id: z.union([z.string(), z.number()]), name: z.string().default("") })),
});
const objectives: Record<string, string> = {
  awareness: "BRAND_AWARENESS",
  traffic: "WEBSITE_VISIT",
  engagement: "ENGAGEMENT",
  leads: "WEBSITE_CONVERSION",
  sales: "WEBSITE_CONVERSION",
};

/** An ad account of LinkedIn. Everything in it is made as a draft. */
export function linkedinAdsChannel({ id, accessToken, pageId }: TokenAccount): ChannelAdapter<AdsPayload> {
  const call = linkedin(accessToken);
  const account = id.split(":").at(-1) ?? id;
  const tree = treeOf(call, account, pageId ?? "");
  return {
    ...variantsOnly,
    post: (attempt) =>
      pageId
        ? plant(tree, attempt)
        : Promise.resolve({
            outcome: "refused",
            code: "permission",
            message: "Connect the LinkedIn page of the ads first.",
          }),
    check: (attempt) => readBack(tree, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call(`/rest/adAccounts/${account}/adCampaignGroups`, { query: { q: "search" } });
        return answer.status === 200
          ? { ok: true, title: account, roles: [] }
          : { ok: false, ...linkedinError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

function treeOf(call: Call, account: string, page: string): AdsTree {
  const home = `/rest/adAccounts/${account}`;
  const urn = `urn:li:sponsoredAccount:${account}`;
  const author = page.startsWith("urn:") ? page : `urn:li:organization:${page}`;
  const list = async (path: string, query: Record<string, string>): Promise<Named[] | PostResult> => {
    const answer = await call(`${home}/${path}`, { query: { ...query, pageSize: "200" } });
    const found = List.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return notYet(answer, linkedinError(answer));
    return found.data.elements.map((one) => ({ id: String(one.id), name: one.name }));
  };
  const make = async (path: string, json: object, query?: Record<string, string>): Promise<string | PostResult> => {
    const answer = await call(`${home}/${path}`, { method: "POST", json, ...(query ? { query } : {}) });
    if (answer.status >= 300) return declined(answer, linkedinError(answer));
    const id = answer.headers.get("x-restli-id");
    return id ?? { outcome: "unknown", reason: "LinkedIn answered without naming what it made." };
  };
  return {
    listCampaigns: () => list("adCampaignGroups", { q: "search" }),
    listSets: (group) => list("adCampaigns", { q: "search", campaignGroup: `urn:li:sponsoredCampaignGroup:${group}` }),
    listAds: (campaign) => list("creatives", { q: "criteria", campaign: `urn:li:sponsoredCampaign:${campaign}` }),
    makeCampaign: (name) => make("adCampaignGroups", { account: urn, name, status: "DRAFT" }),
    makeSet: (name, group, { objective, country }) =>
      make("adCampaigns", {
        ...{ account: urn, name, status: "DRAFT", type: "SPONSORED_UPDATES", costType: "CPM" },
        campaignGroup: `urn:li:sponsoredCampaignGroup:${group}`,
        objectiveType: objectives[objective] ?? "WEBSITE_VISIT",
        locale: { country, language: "en" },
      }),
    makeAd: (name, campaign, { primaryText, headline, description }, { finalUrl }) =>
      make(
        "creatives",
        {
          creative: {
            ...{ name, intendedStatus: "DRAFT", campaign: `urn:li:sponsoredCampaign:${campaign}` },
            inlineContent: {
              post: {
                adContext: { dscAdAccount: urn, dscStatus: "ACTIVE" },
                ...{ author, commentary: primaryText, visibility: "PUBLIC", lifecycleState: "PUBLISHED" },
                content: { article: { source: finalUrl, title: headline, description } },
              },
            },
          },
        },
        { action: "createInline" },
      ),
    address: (group) => `https://www.linkedin.com/campaignmanager/accounts/${account}/campaign-groups/${group}`,
  };
}
