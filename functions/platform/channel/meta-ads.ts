import * as z from "zod";
import { resting } from "./ad-money.ts";
import { type AdsTree, type Named, plant, readBack, variantsOnly } from "./ads-tree.ts";
import { type Call, declined, notYet, unseen, untested } from "./api.ts";
import { graph, graphError, Made } from "./graph.ts";
import type { AdsPayload, ChannelAdapter, PostResult, TokenAccount } from "./types.ts";

const List = z.object({ data: z.array(z.object({ id: z.string(), name: z.string().default("") })) });
const objectives: Record<string, string> = {
  awareness: "OUTCOME_AWARENESS",
  traffic: "OUTCOME_TRAFFIC",
  engagement: "OUTCOME_ENGAGEMENT",
  leads: "OUTCOME_LEADS",
  app_promotion: "OUTCOME_APP_PROMOTION",
  sales: "OUTCOME_SALES",
};

/** An ad account of Meta. Everything in it is made paused. */
export function metaAdsChannel({ id, accessToken, pageId }: TokenAccount): ChannelAdapter<AdsPayload> {
  const call = graph(accessToken);
  const account = id.startsWith("act_") ? id : `act_${id}`;
  const tree = treeOf(call, account, pageId);
  return {
    ...variantsOnly,
    post: (attempt) =>
      pageId
        ? plant(tree, attempt)
        : Promise.resolve({
            outcome: "refused",
            code: "permission",
            message: "Connect the Facebook page of the ads first.",
          }),
    check: (attempt) => readBack(tree, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call(`/${account}/campaigns`, { query: { limit: "1" } });
        return answer.status === 200 ? { ok: true, title: account, roles: [] } : { ok: false, ...graphError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

function treeOf(call: Call, account: string, pageId: string | undefined): AdsTree {
  const list = async (path: string): Promise<Named[] | PostResult> => {
    const answer = await call(path, { query: { fields: "id,name", limit: "200" } });
    const found = List.safeParse(answer.body);
    return answer.status === 200 && found.success ? found.data.data : notYet(answer, graphError(answer));
  };
  const make = async (edge: string, json: object): Promise<string | PostResult> => {
    const answer = await call(`/${account}/${edge}`, { json });
    if (answer.status !== 200) return declined(answer, graphError(answer));
    const made = Made.safeParse(answer.body);
    return made.success ? made.data.id : { outcome: "unknown", reason: "Meta answered without naming what it made." };
  };
  return {
    listCampaigns: () => list(`/${account}/campaigns`),
    listSets: (campaign) => list(`/${campaign}/adsets`),
    listAds: (set) => list(`/${set}/ads`),
    makeCampaign: (name, { objective }) =>
      make("campaigns", {
        ...{ name, status: "PAUSED", special_ad_categories: [] },
        objective: objectives[objective] ?? "OUTCOME_TRAFFIC",
      }),
    makeSet: (name, campaign, { country }) =>
      make("adsets", {
        ...{ name, campaign_id: campaign, status: "PAUSED", daily_budget: resting.meta_ads },
        ...{ billing_event: "IMPRESSIONS", optimization_goal: "LINK_CLICKS", bid_strategy: "LOWEST_COST_WITHOUT_CAP" },
        targeting: { geo_locations: { countries: [country] } },
      }),
    makeAd: async (name, set, { primaryText, headline, description, callToAction }, { finalUrl }) => {
      const creative = await make("adcreatives", {
        name,
        object_story_spec: {
          page_id: pageId,
          link_data: {
            ...{ link: finalUrl, message: primaryText, name: headline, description },
            call_to_action: { type: callToAction.toUpperCase(), value: { link: finalUrl } },
          },
        },
      });
      if (typeof creative !== "string") return creative;
      return make("ads", { name, adset_id: set, creative: { creative_id: creative }, status: "PAUSED" });
    },
    address: (campaign) =>
      `https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=${account.replace("act_", "")}&selected_campaign_ids=${campaign}`,
  };
}
