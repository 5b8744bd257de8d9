import * as z from "zod";
import type { AdPlatform } from "#schema/campaign-results.ts";
import { minorOf } from "#schema/value.ts";
import type { AdAccount, Period } from "./ad-figures.ts";
import { currencyOf, digits, minorOfMeta, minorOfMicros } from "./ad-money.ts";
import { googleAdsHeaders, googleAdsVersion, graphVersion, linkedinHeaders } from "./home.ts";
import { ask } from "./numbers/api.ts";
import { ChannelError } from "./types.ts";

/** A campaign of a platform as it stands; its daily budget in the smallest unit of the account's currency. */
export interface AdCampaign {
  externalId: string;
  name: string;
  status: "active" | "paused";
  /** What it may cost a day; null where that is said elsewhere, or for all of its time. */
  dailyBudgetMinor: number | null;
}

/** What a campaign has cost in a time, in the smallest unit of its currency, and whether it runs. The currency is null where the platform says none because nothing was spent. */
export interface AdSpend {
  status: AdCampaign["status"];
  spentMinor: number;
  currency: string | null;
}

type Account = Omit<AdAccount, "campaignId">;

/** What a platform has charged for a campaign. @throws ChannelError `target_gone` where the account has no such campaign */
export function adSpend(platform: AdPlatform, account: AdAccount, period: Period): Promise<AdSpend> {
  return spends[platform](account, period);
}

/** The campaigns of an account that run or rest, as far as one page of the platform goes. @throws ChannelError */
export function adCampaigns(platform: AdPlatform, account: Account): Promise<AdCampaign[]> {
  return lists[platform](account);
}

const Count = z.coerce.number().default(0);
const gone = () => new ChannelError("target_gone", "The account has no such campaign any more.");
const stateOf = (isRunning: boolean): AdCampaign["status"] => (isRunning ? "active" : "paused");
const spent = (amount: number, currency = ""): Pick<AdSpend, "spentMinor" | "currency"> => ({
  spentMinor: currency === "" ? Math.round(amount * 100) : minorOf(amount, currency),
  currency: currency || null,
});

const GoogleRows = z.object({
  results: z
    .array(
      z.object({
        campaign: z.object({ id: z.coerce.string(), name: z.string().default(""), status: z.string() }),
        customer: z.object({ currencyCode: z.string() }).optional(),
        campaignBudget: z.object({ amountMicros: Count }).optional(),
        metrics: z.object({ costMicros: Count }).optional(),
      }),
    )
    .default([]),
});

function google({ accountId, accessToken, managerId }: Account, query: string) {
  return ask("google-ads", `${googleAdsVersion}/customers/${digits(accountId)}/googleAds:search`, {
    ...{ token: accessToken, headers: googleAdsHeaders(managerId), json: { query }, answer: GoogleRows },
  });
}

const Graph = z.object({
  id: z.string(),
  name: z.string().default(""),
  status: z.string(),
  daily_budget: z.coerce.number().optional(),
});
const GraphSpend = z.object({ data: z.array(z.object({ spend: Count, account_currency: z.string().optional() })) });
const GraphList = z.object({ data: z.array(Graph) });
const goneOf = (_status: number, body: unknown) =>
  z.object({ error: z.object({ type: z.literal("GraphMethodException") }) }).safeParse(body).success
    ? ("target_gone" as const)
    : undefined;

const Money = z.object({ amount: z.coerce.number(), currencyCode: z.string() });
const LinkedinCampaign = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string().default(""),
  status: z.string(),
  dailyBudget: Money.optional(),
});
const LinkedinCost = z.object({ elements: z.array(z.object({ costInLocalCurrency: Count })) });

function linkedin<T>(account: Account, path: string, answer: z.ZodType<T>): Promise<T> {
  return ask("linkedin", path, {
    ...{ token: account.accessToken, headers: linkedinHeaders, answer },
    codeOf: (status) => (status === 404 ? "target_gone" : undefined),
  });
}

const spends: Record<AdPlatform, (account: AdAccount, period: Period) => Promise<AdSpend>> = {
  google_ads: async (account, { from, to }) => {
    const { results } = await google(
      account,
      `SELECT campaign.id, campaign.status, customer.currency_code, metrics.cost_micros FROM campaign WHERE campaign.id = ${digits(account.campaignId)} AND segments.date BETWEEN '${from}' AND '${to}'`,
    );
    const [first] = results;
    if (!first) throw gone();
    const micros = results.reduce((sum, { metrics }) => sum + (metrics?.costMicros ?? 0), 0);
    return {
      status: stateOf(first.campaign.status === "ENABLED"),
      ...spent(micros / 1_000_000, first.customer?.currencyCode),
    };
  },
  meta_ads: async ({ campaignId, accessToken: token }, { from, to }) => {
    const path = `${graphVersion}/${digits(campaignId)}`;
    const { status } = await ask("meta", path, {
      ...{ token, query: { fields: "id,name,status" }, answer: Graph, codeOf: goneOf },
    });
    const query = { fields: "spend,account_currency", time_range: JSON.stringify({ since: from, until: to }) };
    const { data } = await ask("meta", `${path}/insights`, { token, query, answer: GraphSpend, codeOf: goneOf });
    const cost = data.reduce((sum, { spend }) => sum + spend, 0);
    return { status: stateOf(status === "ACTIVE"), ...spent(cost, data[0]?.account_currency) };
  },
  linkedin_ads: async (account, { from, to }) => {
    const home = `/rest/adAccounts/${digits(account.accountId)}`;
    const { status } = await linkedin(account, `${home}/adCampaigns/${digits(account.campaignId)}`, LinkedinCampaign);
    const currency = await currencyOf("linkedin_ads", account);
    const day = (date: string) => {
      const [year, month, of] = date.split("-").map(Number);
      return `(year:${year},month:${month},day:${of})`;
    };
    const campaign = encodeURIComponent(`urn:li:sponsoredCampaign:${digits(account.campaignId)}`);
    const { elements } = await linkedin(
      account,
      `/rest/adAnalytics?q=analytics&pivot=CAMPAIGN&timeGranularity=ALL&dateRange=(start:${day(from)},end:${day(to)})&campaigns=List(${campaign})&fields=costInLocalCurrency`,
      LinkedinCost,
    );
    const cost = elements.reduce((sum, { costInLocalCurrency }) => sum + costInLocalCurrency, 0);
    return { status: stateOf(status === "ACTIVE"), ...spent(cost, currency) };
  },
};

const lists: Record<AdPlatform, (account: Account) => Promise<AdCampaign[]>> = {
  google_ads: async (account) => {
    const { results } = await google(
      account,
      "SELECT campaign.id, campaign.name, campaign.status, campaign_budget.amount_micros, customer.currency_code FROM campaign WHERE campaign.status IN ('ENABLED', 'PAUSED') LIMIT 500",
    );
    return results.map(({ campaign: { id, name, status }, campaignBudget, customer }) => ({
      ...{ externalId: id, name, status: stateOf(status === "ENABLED") },
      dailyBudgetMinor: campaignBudget
        ? minorOfMicros(campaignBudget.amountMicros, customer?.currencyCode ?? "")
        : null,
    }));
  },
  meta_ads: async (account) => {
    const { accountId, accessToken: token } = account;
    const query = { fields: "id,name,status,daily_budget", limit: "500" };
    const { data } = await ask("meta", `${graphVersion}/act_${digits(accountId)}/campaigns`, {
      ...{ token, query, answer: GraphList },
    });
    const currency = await currencyOf("meta_ads", account);
    return data.map(({ id, name, status, daily_budget }) => ({
      ...{ externalId: id, name, status: stateOf(status === "ACTIVE") },
      dailyBudgetMinor: daily_budget === undefined ? null : minorOfMeta(daily_budget, currency),
    }));
  },
  linkedin_ads: async (account) => {
    const path = `/rest/adAccounts/${digits(account.accountId)}/adCampaigns?q=search&pageSize=500`;
    const { elements } = await linkedin(account, path, z.object({ elements: z.array(LinkedinCampaign) }));
    return elements.map(({ id, name, status, dailyBudget }) => ({
      ...{ externalId: id, name, status: stateOf(status === "ACTIVE") },
      dailyBudgetMinor: dailyBudget ? minorOf(dailyBudget.amount, dailyBudget.currencyCode) : null,
    }));
  },
};
