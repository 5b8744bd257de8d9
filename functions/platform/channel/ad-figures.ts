import * as z from "zod";
import { config } from "#platform/config.ts";
import { minorOf } from "#schema/value.ts";
import { currencyOf, digits, minorOfMeta, minorOfMicros } from "./ad-money.ts";
import { googleAdsHeaders, googleAdsVersion, linkedinHeaders as headers } from "./home.ts";
import { ask } from "./numbers/api.ts";
import { ChannelError } from "./types.ts";

/** An account of ads and its campaign, as the platform calls them. */
export interface AdAccount {
  accountId: string;
  campaignId: string;
  accessToken: string;
  /** Google Ads account through which this one is managed. */
  managerId?: string | undefined;
}

/** From which day to which, both included. */
export interface Period {
  from: string;
  to: string;
}

export interface SearchedTerm {
  term: string;
  adGroup: string;
  impressions: number;
  clicks: number;
  costMinor: number;
  conversions: number;
}

/** What an ad or a group of ads reached in a period. */
export interface AdFigures {
  kind: "ad" | "ad_set";
  externalId: string;
  name: string;
  status: "active" | "paused";
  budgetMinor: number | null;
  bidMinor: number | null;
  reached: number;
  answered: number;
  won: number;
  spentMinor: number;
}

const Count = z.coerce.number().default(0);
const Terms = z.object({
  results: z
    .array(
      z.object({
        searchTermView: z.object({ searchTerm: z.string() }),
        adGroup: z.object({ name: z.string() }).optional(),
        customer: z.object({ currencyCode: z.string() }).optional(),
        metrics: z.object({ impressions: Count, clicks: Count, costMicros: Count, conversions: Count }),
      }),
    )
    .default([]),
});

/** What people typed before they saw an ad of a Google Ads campaign. @throws ChannelError */
export async function searchTermsOf(account: AdAccount, { from, to }: Period): Promise<SearchedTerm[]> {
  if (config("GOOGLE_ADS_DEVELOPER_TOKEN") === undefined)
    throw new ChannelError("permission", "This installation has no access to Google Ads.");
  const query = [
    "SELECT search_term_view.search_term, ad_group.name, metrics.impressions, metrics.clicks, metrics.cost_micros,",
    "metrics.conversions, customer.currency_code FROM search_term_view",
    `WHERE campaign.id = ${digits(account.campaignId)} AND segments.date BETWEEN '${from}' AND '${to}'`,
    "ORDER BY metrics.cost_micros DESC LIMIT 1000",
  ].join(" ");
  const { results } = await ask(
    "google-ads",
    `${googleAdsVersion}/customers/${digits(account.accountId)}/googleAds:search`,
    {
      ...{ token: account.accessToken, headers: googleAdsHeaders(account.managerId), json: { query } },
      answer: Terms,
    },
  );
  return results.map(({ searchTermView, adGroup, metrics, customer }) => ({
    ...{ term: searchTermView.searchTerm, adGroup: adGroup?.name ?? "" },
    ...{ impressions: metrics.impressions, clicks: metrics.clicks, conversions: metrics.conversions },
    costMinor: minorOfMicros(metrics.costMicros, customer?.currencyCode ?? ""),
  }));
}

const MetaAds = z.object({
  data: z.array(
    z.object({
      ...{ ad_id: z.string(), ad_name: z.string(), adset_id: z.string() },
      ...{ impressions: Count, clicks: Count, spend: Count },
      actions: z.array(z.object({ action_type: z.string(), value: Count })).default([]),
    }),
  ),
});
const MetaSets = z.object({
  data: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), status: z.string() },
      ...{ daily_budget: z.coerce.number().optional(), bid_amount: z.coerce.number().optional() },
    }),
  ),
});
const metaWins = ["lead", "purchase", "complete_registration"];

/** What the ads of a Meta campaign reached, ad by ad and group by group. @throws ChannelError */
export async function metaFigures(account: AdAccount, period: Period): Promise<AdFigures[]> {
  const root = `/v23.0/act_${digits(account.accountId)}`;
  const token = account.accessToken;
  const filtering = JSON.stringify([{ field: "campaign.id", operator: "EQUAL", value: account.campaignId }]);
  const insights = new URLSearchParams({
    ...{ level: "ad", fields: "ad_id,ad_name,adset_id,impressions,clicks,spend,actions", limit: "200", filtering },
    time_range: JSON.stringify({ since: period.from, until: period.to }),
  });
  const { data: rows } = await ask("meta", `${root}/insights`, { token, query: insights, answer: MetaAds });
  const wanted = new URLSearchParams({ fields: "id,name,status,daily_budget,bid_amount", limit: "100", filtering });
  const { data: sets } = await ask("meta", `${root}/adsets`, { token, query: wanted, answer: MetaSets });
  const currency = await currencyOf("meta_ads", account);
  const budget = (units: number | undefined) => (units === undefined ? null : minorOfMeta(units, currency));
  const ads = rows.map((row) => ({
    ...{ kind: "ad" as const, externalId: row.ad_id, name: row.ad_name, status: "active" as const },
    ...{ budgetMinor: null, bidMinor: null, setId: row.adset_id, reached: row.impressions, answered: row.clicks },
    won: row.actions
      .filter(({ action_type }) => metaWins.includes(action_type))
      .reduce((sum, { value }) => sum + value, 0),
    spentMinor: minorOf(row.spend, currency),
  }));
  const groups = sets.map((set) => {
    const own = ads.filter(({ setId }) => setId === set.id);
    const sum = (of: (ad: (typeof ads)[number]) => number) => own.reduce((total, ad) => total + of(ad), 0);
    return {
      ...{ kind: "ad_set" as const, externalId: set.id, name: set.name },
      status: set.status === "ACTIVE" ? ("active" as const) : ("paused" as const),
      ...{ budgetMinor: budget(set.daily_budget), bidMinor: budget(set.bid_amount) },
      ...{ reached: sum((ad) => ad.reached), answered: sum((ad) => ad.answered) },
      ...{ won: sum((ad) => ad.won), spentMinor: sum((ad) => ad.spentMinor) },
    };
  });
  return [...groups, ...ads.map(({ setId: _, ...ad }) => ad)];
}

const LinkedinAds = z.object({
  elements: z.array(
    z.object({
      pivotValues: z.array(z.string()).min(1),
      ...{ impressions: Count, clicks: Count, costInLocalCurrency: Count, externalWebsiteConversions: Count },
    }),
  ),
});

/** What the ads of a LinkedIn campaign reached, ad by ad. @throws ChannelError */
export async function linkedinFigures(account: AdAccount, { from, to }: Period): Promise<AdFigures[]> {
  const day = (date: string) => {
    const [year, month, of] = date.split("-").map(Number);
    return `(year:${year},month:${month},day:${of})`;
  };
  const campaign = encodeURIComponent(`urn:li:sponsoredCampaign:${digits(account.campaignId)}`);
  const query = [
    "q=analytics&pivot=CREATIVE&timeGranularity=ALL",
    `dateRange=(start:${day(from)},end:${day(to)})&campaigns=List(${campaign})`,
    "fields=pivotValues,impressions,clicks,costInLocalCurrency,externalWebsiteConversions",
  ].join("&");
  const path = `/rest/adAnalytics?${query}`;
  const { elements } = await ask("linkedin", path, { token: account.accessToken, headers, answer: LinkedinAds });
  const currency = elements.length > 0 ? await currencyOf("linkedin_ads", account) : "";
  return elements.map((one) => {
    const externalId = one.pivotValues[0] ?? "";
    return {
      ...{ kind: "ad" as const, externalId, name: `Ad ${externalId.split(":").at(-1)}`, status: "active" as const },
      ...{ budgetMinor: null, bidMinor: null, reached: one.impressions, answered: one.clicks },
      ...{ won: one.externalWebsiteConversions, spentMinor: minorOf(one.costInLocalCurrency, currency) },
    };
  });
}
