import * as z from "zod";
import type { AdPlatform } from "#schema/campaign-results.ts";
import { amountOf, minorOf } from "#schema/value.ts";
import { googleAdsHeaders, googleAdsVersion, graphVersion, linkedinHeaders } from "./home.ts";
import { ask } from "./numbers/api.ts";

// Here an amount is in the smallest unit of its currency, at the platforms it is not.

const millionth = 1_000_000;

/** An amount that Google writes in millionths. */
export const minorOfMicros = (micros: number, currency: string): number => minorOf(micros / millionth, currency);

/** An amount as Google writes it. */
export const microsOf = (minor: number, currency: string): number => Math.round(amountOf(minor, currency) * millionth);

/** Currencies that Meta counts in whole ones, also where they have smaller coins; all others in hundredths. */
const whole = ["CLP", "COP", "CRC", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "TWD", "VND"];
const partsOf = (currency: string): number => (whole.includes(currency) ? 1 : 100);

/** An amount that Meta writes in the smallest unit it knows of the currency. */
export const minorOfMeta = (units: number, currency: string): number => minorOf(units / partsOf(currency), currency);

/** An amount as Meta writes it. */
export const metaOf = (minor: number, currency: string): number =>
  Math.round(amountOf(minor, currency) * partsOf(currency));

/** A day's money of what was made and nobody has let run, as the platform writes it; LinkedIn asks for none. */
export const resting = { google_ads: millionth, meta_ads: 500 } as const;

/** The same in the smallest unit of the account's currency. */
export function restingMinor(platform: AdPlatform, currency: string): number {
  if (platform === "meta_ads") return minorOfMeta(resting.meta_ads, currency);
  return platform === "google_ads" ? minorOfMicros(resting.google_ads, currency) : 0;
}

/** Ids stand in addresses and queries: nothing but their number goes there. */
export function digits(id: string): string {
  return /\d+$/.exec(id.replaceAll("-", ""))?.[0] ?? "0";
}

interface Account {
  accountId: string;
  accessToken: string;
  managerId?: string | undefined;
}

const Said = z.object({ currency: z.string() });
const GoogleSaid = z.object({
  results: z.array(z.object({ customer: z.object({ currencyCode: z.string() }) })).min(1),
});

/** In what currency an account of ads is kept. @throws ChannelError */
export function currencyOf(platform: AdPlatform, account: Account): Promise<string> {
  return currencies[platform](account);
}

const currencies: Record<AdPlatform, (account: Account) => Promise<string>> = {
  google_ads: async ({ accountId, accessToken: token, managerId }) => {
    const { results } = await ask("google-ads", `${googleAdsVersion}/customers/${digits(accountId)}/googleAds:search`, {
      ...{ token, headers: googleAdsHeaders(managerId), answer: GoogleSaid },
      json: { query: "SELECT customer.currency_code FROM customer" },
    });
    return results[0]?.customer.currencyCode ?? "";
  },
  meta_ads: async ({ accountId, accessToken: token }) => {
    const path = `${graphVersion}/act_${digits(accountId)}`;
    return (await ask("meta", path, { token, query: { fields: "currency" }, answer: Said })).currency;
  },
  linkedin_ads: async ({ accountId, accessToken: token }) => {
    const path = `/rest/adAccounts/${digits(accountId)}`;
    return (await ask("linkedin", path, { token, headers: linkedinHeaders, answer: Said })).currency;
  },
};
